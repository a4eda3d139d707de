"""Texts that try to be more than text, by what they try; tests put each wherever a text from outside can stand.

A script in them calls `alert` or sets `window.acted`, so that a test in a browser sees that it ran; an address in them
is `//x.test`, which belongs to nobody. Tricks of known kinds follow the OWASP cheat sheet on cross-site scripting and
the Unicode reports 9 (bidirectional algorithm) and 36 (security).
"""

PAYLOADS = {
    # Elements
    "script": "<script>alert(1)</script>",
    "script in capitals": "<ScRiPt >window.acted=1</sCrIpT >",
    "script without an end": "<script>window.acted=1//",
    "event handler": "<img src=x onerror=alert(1)>",
    "handler without an event": "<details open ontoggle=window.acted=1><summary>s</summary></details>",
    "focus": "<input autofocus onfocus=window.acted=1>",
    "svg": "<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x dur=1s>",
    "mathml that a parser moves": (
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=window.acted=1&gt;'>"
    ),
    "iframe": "<iframe srcdoc='<script>parent.acted=1</script>'></iframe>",
    "object of data": "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "picture": "<img src=//x.test/a.png srcset=//x.test/b.png>",
    "style sheet": "<link rel=stylesheet href=//x.test/a.css>",
    "base": "<base href=//x.test/>",
    "refresh": '<meta http-equiv="refresh" content="0;url=about:blank">',
    "form": "<form action=//x.test><input name=a><button>send</button></form>",
    "names of the page": '<a id="main"></a><form id="articles" name="body"><input name="attributes"></form>',
    "plain text to the end": "<plaintext>",
    "table that leaves its table": "</td></tr></table><table><tr><td>out",
    # Ways out of where a text stands
    "double quote": '" onmouseover="alert(1)" autofocus onfocus="window.acted=1" x="',
    "single quote": "' onfocus='window.acted=1' autofocus style='background:url(//x.test/a)'",
    "backtick": "` onfocus=window.acted=1 autofocus ` ${window.acted=1}",
    "end of style": "</style><script>alert(1)</script>",
    "end of title": "</title><base href=//x.test>",
    "end of script": "</script><script>window.acted=1</script>",
    "end of a string of a script": '";window.acted=1;"',
    "comment": "<!--",
    "end of a comment": "--><svg onload=alert(1)>",
    "CDATA": "<![CDATA[<script>alert(1)</script>]]><iframe src=//x.test></iframe>",
    "processing instruction": "<?xml-stylesheet href='//x.test/a.css'?>",
    "style of all": "}*{visibility:hidden!important;background:url(//x.test/a)}",
    "import": "</style><style>@import '//x.test/a.css';",
    "template": "{{ 7 * 7 }}{% raw %}{# #}${7*7}<%= 7*7 %>",
    "format": "%s%n{0}{self.__class__}",
    # Addresses
    "javascript address": "javascript:alert(1)",
    "javascript address with a tab": "java\tscript:alert(1)",
    "data address": "data:text/html,<script>alert(1)</script>",
    "link": '<a href="javascript:alert(1)" autofocus onfocus="alert(1)">press</a>',
    # Characters
    "entities": "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img&#x3e; &NewLine;&amp",
    "entity without an end": "&lt&#106avascript&colon;",
    "UTF-7": "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "overlong": "\u00c0\u00bcscript\u00c0\u00be ‹script› ＜script＞alert(1)＜/script＞",
    "NUL": "\x00<\x00script>alert(1)\x00</script>",
    "other controls": "\x01\x07\x08\x0b\x0c\x1b[31m\x7f\x85\x9b",
    "line ends": "a\r\nb\rc\nd\u2028e\u2029f\x85g",
    "override": "\u202e<b>gnp.exe",
    "isolate": "\u2066\u2067\u2068<b>",
    "embedding that is ended too often": "\u202b\u202c\u202c\u2069\u2069",
    "right to left": "שלום 123 مرحبا (4)",
    "zero width": "pay\u200bpal\ufeff\u200d\u2060\u00adload",
    "tags": "\U000e0001\U000e0041\U000e007f",
    "half of a pair": "\ud800 \udfff",
    "marks without a letter": "\u0301\u0489" + "a" + "\u0335\u0338" * 40,
    "noncharacter": "\ufffe\uffff\U0010ffff\ufdd0",
    "long word": "w" * 5_000,
    "many tags": "<b>" * 600,
    "quoted": "“<script>alert(1)</script>,” said <img src=x onerror=alert(1)>.",
}


def storable(payload):
    """The payload as an id, a name or a label, where half of a surrogate pair is refused."""
    return payload.encode("utf-8", "replace").decode()


#: Those that do nothing even where nothing is escaped: they aim at other decoders, at templates, at the eye.
INERT_ANYWAY = {
    "template",
    "format",
    "entities",
    "entity without an end",
    "UTF-7",
    "overlong",
    "other controls",
    "embedding that is ended too often",
    "zero width",
    "tags",
    "half of a pair",
    "marks without a letter",
    "noncharacter",
}
