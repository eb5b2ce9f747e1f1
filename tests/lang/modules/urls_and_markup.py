# zeal: 400 - imports urllib.parse
"""urllib.parse, html, base64, quopri and binascii's users: quoting, joining, splitting, odd input, refusals."""
import base64
import html
import html.parser
import urllib.parse as up
from lib.attempts import attempt


for url in ("http://user:pw@host:80/path;p?q=1&r=2#frag", "//host/x", "mailto:a@b", "", "?q", "#f", "path/x", "http://[::1]:8080/x", "HTTP://HOST/%7e", "http://h:port/", "http://[bad/", "a:b:c", "http://é.de/ü?ö", "file:///etc", "http://host:99999/", "\nhttp://x/", "http:///x", "http://a@b@c/"):
    try:
        parts = up.urlsplit(url)
        print(repr(url), tuple(parts), parts.username, parts.password, parts.hostname, parts.port, parts.geturl() == url, up.urlparse(url).params)
    except ValueError as error:
        print(repr(url), "ValueError", error)
for base, relative in (("http://a/b/c/d;p?q", "g"), ("http://a/b/c/d", "../../../g"), ("http://a/b/c/d", "./g/"), ("http://a/b", "?x"), ("http://a/b", "#x"), ("http://a/b", "//c"), ("http://a/b", ""), ("http://a", "b"), ("", "x"), ("http://a/b/", ".."), ("http://a/b", "y:z"), ("mailto:a", "b")):
    print(up.urljoin(base, relative), end=" ")
print()
print(up.quote("a b/é?&=~"), up.quote("a/b", safe=""), up.quote(b"\xff a"), up.quote_plus("a b+c"), up.unquote("%41%e9%C3%A9%zz%"), up.unquote("%e9", "latin-1"), up.unquote("%ff", errors="ignore"), up.unquote_plus("a+b%2B"), up.unquote_to_bytes("%ff a"), up.quote(""), up.quote("é", encoding="latin-1"), up.quote("\ud800", errors="replace"))
print(up.parse_qs("a=1&a=2&b=&c&=d&e=%41+b"), up.parse_qs("a=&b=1", keep_blank_values=True), up.parse_qsl("a=1;b=2"), up.parse_qsl("a=1;b=2", separator=";"), up.urlencode({"a": "x y", "b": [1, 2], "é": None}), up.urlencode({"b": [1, 2]}, doseq=True), up.urlencode([("a", b"\xff")]), up.urlencode({"a b": "/"}, quote_via=up.quote, safe="/"), up.urldefrag("a#b"), up.urlunsplit(("http", "h", "p", "q", "f")), up.urlunparse(("", "", "x", "", "", "")))
for action in (lambda: up.urlsplit(5), lambda: up.urljoin("a", b"b"), lambda: up.quote(5), lambda: up.quote("a", encoding="ascii", errors="strict"), lambda: up.quote("é", encoding="ascii", errors="strict"), lambda: up.quote(b"a", encoding="ascii"), lambda: up.unquote(5), lambda: up.unquote(b"%41"), lambda: up.parse_qs("a", strict_parsing=True), lambda: up.parse_qs("a=1&b=2", max_num_fields=1), lambda: up.parse_qs("a=1", separator=""), lambda: up.urlencode("ab"), lambda: up.urlencode(5), lambda: up.urlencode([1]), lambda: up.urlsplit("http://h:70000/").port, lambda: up.urlsplit("http://h:x/").port, lambda: up.urlsplit(b"http://h/p").netloc, lambda: up.urlsplit("http://h/")._replace(path="/q").geturl()):
    attempt(action)

print(html.escape("<a href='x'>&\"</a>"), html.escape("'\"", quote=False), html.unescape("&lt;&amp;&#65;&#x42;&eacute;&notit;&bogus;&#0;&#x110000;&#128;&amp"), html.unescape("&#xD800;&copy&copy;"))


class Parser(html.parser.HTMLParser):
    def handle_starttag(self, tag, attrs): log.append(("start", tag, attrs))
    def handle_endtag(self, tag): log.append(("end", tag))
    def handle_startendtag(self, tag, attrs): log.append(("startend", tag, attrs))
    def handle_data(self, data): log.append(("data", data))
    def handle_comment(self, data): log.append(("comment", data))
    def handle_decl(self, decl): log.append(("decl", decl))
    def handle_pi(self, data): log.append(("pi", data))


log = []
parser = Parser()
for piece in ("<!DOCTYPE html><p class=a id='b' c>te", "xt &amp; <br/><!-- c --><?pi x?></P><a href=\"x&gt;y\">", "unclosed <", "b"):
    parser.feed(piece)
print(log, parser.getpos())
log.clear()
parser.close()
print(log, parser.get_starttag_text())

print(base64.b64encode(b"\xff\xfe\xfd"), base64.urlsafe_b64encode(b"\xff\xfe\xfd"), base64.b64decode("YWI="), base64.b64decode(b"Y W\nI="), base64.b32encode(b"ab"), base64.b32decode("mfra====", casefold=True), base64.b16encode(b"\xab"), base64.b16decode("ab", casefold=True), base64.b85encode(b"hello"), base64.b85decode("Xk~0{Zv"), base64.a85encode(b"hello\0\0\0\0"), base64.a85decode(b"<~BOu!rDZ~>", adobe=True), base64.z85encode(b"hell"), base64.encodebytes(b"a" * 60), base64.b64encode(b"ab", altchars=b"-_"), base64.b32hexencode(b"ab"), base64.standard_b64decode("YQ=="))
for action in (lambda: base64.b64encode("a"), lambda: base64.b64decode("a"), lambda: base64.b64decode("YQ"), lambda: base64.b64decode("Y!Q==", validate=True), lambda: base64.b64decode("é"), lambda: base64.b32decode("a"), lambda: base64.b32decode("M1======"), lambda: base64.b32decode("MFRA====", map01="L"), lambda: base64.b16decode("ab"), lambda: base64.b16decode("A"), lambda: base64.b85decode("~"), lambda: base64.b85decode("\x7f\x7f"), lambda: base64.a85decode("x"), lambda: base64.a85decode("<~a"), lambda: base64.b64decode("YQ==", altchars=b"a"), lambda: base64.decodebytes("x"), lambda: base64.b64decode(5), lambda: base64.a85decode("zz a", foldspaces=True), lambda: base64.b64decode("====")):
    attempt(action)
