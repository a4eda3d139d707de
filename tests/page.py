"""What a browser makes of a page, as far as the tests of the report ask, without a browser."""

from html.parser import HTMLParser


class Page(HTMLParser):
    """A page parsed: its tags, attributes and texts."""

    VOID = frozenset({"meta", "rect", "line", "circle", "input"})

    def __init__(self, page):
        super().__init__()
        self.tags, self.stack, self.pieces, self.marked = [], [], [], []
        self.bodies, self.attributes = [], []
        self.feed(page)
        self.close()
        assert self.stack == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        classes = (dict(attrs).get("class") or "").split()
        if tag not in self.VOID:
            self.stack.append((tag, classes))
        if "body" in classes:
            self.bodies.append("")

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_endtag(self, tag):
        assert self.stack.pop()[0] == tag

    def handle_data(self, data):
        self.pieces.append(data)
        inside = [name for _, classes in self.stack for name in classes]
        self.marked += [(character, frozenset(inside)) for character in data]
        if "body" in inside:
            self.bodies[-1] += data

    @property
    def text(self):
        """The text content, scripts and styles included."""
        return "".join(self.pieces)

    def values(self, name):
        """The values of an attribute, in the order of the page."""
        return [value for _, attribute, value in self.attributes if attribute == name]
