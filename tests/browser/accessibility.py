"""A page in, the faults that keep people from reading it out: what axe-core calls serious or critical."""

from functools import cache


@cache
def _axe():
    from axe_playwright_python.base import AXE_SCRIPT

    return AXE_SCRIPT


def serious_faults(page):
    """One line for each element with a fault: the rule, where it is, what axe-core says.

    The browser runs the checks as a debugger runs a command, which the page's policy does not forbid.
    """
    page.evaluate(_axe())
    violations = page.evaluate("axe.run({resultTypes: ['violations']}).then(results => results.violations)")
    return [
        f"{fault['id']} at {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for fault in violations
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]
