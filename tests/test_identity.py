"""When two addresses, or two texts, are the same."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.identity import host_of, normal_text, text_hash, url_key

HOME = "http://paper.lakeside.example/html/2024-03/02/content_8123.htm"

# Text that looks like an address often enough to get past the first check.
ADDRESS = st.builds(
    lambda scheme, host, rest: f"{scheme}://{host}{rest}",
    st.sampled_from(["http", "https", "HTTP", "ftp"]),
    st.from_regex(r"[A-Za-z0-9.\-]{1,12}(:[0-9]{0,6})?", fullmatch=True),
    st.one_of(
        st.from_regex(r"/[ -~]{0,40}", fullmatch=True),
        st.text(max_size=40).map(lambda text: "/" + text),
        st.from_regex(r"/(%[0-9A-Fa-f]{2}|;jsessionid=|index\.html?|[a/.%+&=?#;]){0,12}"),
    ),
)


@pytest.mark.parametrize(
    "other",
    [
        HOME.replace("http:", "https:"),
        HOME.upper().replace("/HTML/", "/html/").replace("/CONTENT_8123.HTM", "/content_8123.htm"),
        HOME.replace(".example/", ".example:80/"),
        HOME.replace("http:", "https:").replace(".example/", ".example:443/"),
        HOME.replace(".example/", ".example./"),
        HOME.replace("http://", "http://reader:word@"),
        HOME + "?div=-1",
        HOME + "?div=0",
        HOME + "#article",
        HOME + "?utm_source=chat&utm_medium=share",
        HOME + "?from=timeline&isappinstalled=0",
        HOME + "?spm=a1.b2.c3",
        HOME + ";jsessionid=0A1B2C",
        HOME + "?",
        HOME.replace("content", "%63ontent"),
        f"  {HOME}\n",
    ],
)
def test_other_forms_of_one_address(other: str) -> None:
    assert url_key(other) == url_key(HOME)


@pytest.mark.parametrize("index", ["index.html", "index.htm", "index.shtml", "default.aspx",
                                   "index.php", "Index.HTML", "default.jsp"])  # fmt: skip
def test_a_trailing_index_page_is_its_folder(index: str) -> None:
    assert url_key(f"http://a.example/news/{index}") == url_key("https://a.example/news/")
    assert url_key(f"http://a.example/{index}?div=-1") == "a.example/"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.example/?id=1&page=2", "http://a.example/?page=2&id=1"),
        ("http://a.example/?q=%e6%b9%96", "http://a.example/?q=湖"),
        ("http://a.example/湖/", "http://a.example/%E6%B9%96/"),
        ("http://a.example", "http://a.example/"),
        ("http://a.example/?id=1&utm_source=x", "http://a.example/?id=1"),
        ("http://a.example/#/", "http://a.example/"),
        ("http://a.example/#!/home", "http://a.example/index.html#/home"),
        ("http://[2001:DB8::1]:80/x", "https://[2001:db8::1]/x"),
    ],
)
def test_more_forms_of_one_address(one: str, other: str) -> None:
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.example/content_1.htm", "http://a.example/content_2.htm"),
        ("http://a.example/?id=1", "http://a.example/?id=2"),
        ("http://a.example/?id=1", "http://a.example/"),
        ("http://a.example/News/1", "http://a.example/news/1"),
        ("http://a.example/", "http://b.example/"),
        ("http://a.example/", "http://www.a.example/"),
        ("http://a.example:8080/", "http://a.example/"),
        ("http://a.example/myindex.html", "http://a.example/"),
        ("http://a.example/index.html/2", "http://a.example/2"),
        ("http://a.example/x", "http://a.example/x/"),
        ("http://a.example/%253F", "http://a.example/%3F"),
        ("http://a.example/x%3Fid=1", "http://a.example/x?id=1"),
        ("http://a.example/?fromage=1", "http://a.example/"),
        ("http://a.example/#/home?id=1", "http://a.example/#/home?id=2"),
        ("http://a.example/#/home", "http://a.example/"),
        ("http://a.example/%CF%FB", "http://a.example/%CF%FC"),
    ],
)
def test_different_addresses_stay_different(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize(
    "wrong",
    ["", "/news/1.htm", "news", "mailto:desk@a.example", "javascript:void(0)", "http://",
     "http:///x", "http://a.example:port/", "http://a.example:99999/", "http://[::1/", "http://.."],
)  # fmt: skip
def test_what_is_no_address_is_a_value_error(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        url_key(wrong)


def test_host_of_is_what_politeness_counts_by() -> None:
    assert host_of("https://News.A.example:443/x?y#z") == "news.a.example"
    assert host_of("http://127.0.0.1:8017/") == "127.0.0.1:8017"
    assert host_of("http://[::1]:8017/x") == "[::1]:8017"


@given(st.one_of(ADDRESS, st.text(), st.text().map(lambda text: "http://a.example/" + text)))
@example("http://a.example/%3Bjsessionid=1")
@example("http://a.example/#!/\ud800?a#b c")
@example("http://a.example/\ud800")
@example("http://a.example/?\ud800")
@example("http://a.example/%ff?x=%ff")
@example("http://a.example/x;jsessionid=1;jsessionid=2")
def test_any_text_has_a_stable_key_or_is_a_value_error(text: str) -> None:
    try:
        key = url_key(text)
    except ValueError:
        return
    assert url_key("http://" + key) == key, "the key of a key is itself"
    if "#" not in key:  # the route of a single-page application
        assert url_key(f" https://{key}#part") == key
    assert host_of(text) == key.split("/", 1)[0]
    assert not set(key) & set("\r\n\t")


PAIRS = st.lists(
    st.tuples(st.from_regex(r"[a-z]{3}", fullmatch=True), st.text(max_size=5)), max_size=5
)


@given(PAIRS.flatmap(lambda pairs: st.tuples(st.just(pairs), st.permutations(pairs))))
def test_the_order_of_parameters_does_not_count(
    pairs: tuple[list[tuple[str, str]], list[tuple[str, str]]],
) -> None:
    one, other = (f"http://a.example/?{urlencode(p)}" for p in pairs)
    assert url_key(one) == url_key(other)


@given(st.text(max_size=80))
def test_normal_text_is_stable_and_holds_letters_and_digits_only(text: str) -> None:
    normal = normal_text(text)
    assert normal == "" or normal.isalnum()
    assert normal_text(normal) == normal
    assert normal_text(f" {text}\n") == normal
    assert len(text_hash(text)) == 64


@pytest.mark.parametrize(
    "other",
    ["湖滨晚报 2024年3月2日讯", "湖滨晚报２０２４年３月２日讯。", "“湖滨晚报”2024年3月2日，讯",
     "湖滨\u3000晚报\n2024年3月2日讯", "湖滨\u200b晚报2024年3月2日讯\ufeff"],
)  # fmt: skip
def test_spaces_punctuation_and_width_do_not_count(other: str) -> None:
    assert text_hash(other) == text_hash("湖滨晚报2024年3月2日讯")


def test_parts_of_a_text_do_not_run_into_each_other() -> None:
    assert text_hash("湖滨", "晚报") != text_hash("湖滨晚", "报")
    assert text_hash("湖滨", None) == text_hash("湖滨", "")
    assert text_hash("Lakeside") == text_hash("LAKESIDE")
    assert text_hash("一") != text_hash("二")
