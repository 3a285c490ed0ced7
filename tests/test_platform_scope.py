"""What belongs to a site, and what is not worth asking for."""

from __future__ import annotations

import pytest

from crawler.platforms.site_scope import Scope


@pytest.mark.parametrize(
    ("home", "url", "inside"),
    [
        ("http://www.reed.com.cn/", "https://reed.com.cn/a", True),
        ("http://www.reed.com.cn/", "http://news.reed.com.cn:8080/a", True),
        ("http://www.reed.com.cn/", "http://reed.cn/a", False),
        ("http://www.reed.com.cn/", "http://otherreed.com.cn/a", False),
        ("http://www.reed.com.cn/", "http://com.cn/", False),
        ("http://www.reed.com.cn/", "ftp://www.reed.com.cn/", False),
        ("http://news.reed.com.cn/", "http://www.reed.com.cn/a", True),
        ("http://news.reed.com.cn/", "http://sport.reed.com.cn/a", False),
        ("http://news.reed.com.cn/", "http://a.news.reed.com.cn/a", True),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/a", True),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8001/a", False),
        ("http://127.0.0.1:8000/", "http://127.0.0.1/a", False),
        ("http://localhost:8000/", "http://localhost:8000/a", True),
        ("http://localhost:8000/", "http://a.localhost:8000/a", False),
        ("http://[::1]:8000/", "http://[::1]:8000/a", True),
        ("http://[::1]:8000/", "http://[::1]:9000/a", False),
        ("http://www.reed.com.cn/", "http://[reed.com.cn/", False),
    ],
)
def test_the_site(home: str, url: str, inside: bool) -> None:
    assert Scope(home).holds(url) is inside


@pytest.mark.parametrize(
    ("path", "text", "wanted"),
    [
        ("a/1.html", "", True),
        ("Info.aspx?ModelId=1&Id=5", "", True),
        ("sousuo/1.html", "", True),
        ("loginess.html", "", True),
        ("research/1.html", "", True),
        ("a/1.html", "打印这个时代的人", True),
        ("a/1.pdf", "", False),
        ("a/1.JPG", "", False),
        ("a/1.jpg.1", "", False),
        ("a.mp4?x=1", "", False),
        ("Login.aspx", "", False),
        ("user/register/", "", False),
        ("search?q=a", "", False),
        ("print.aspx?id=5", "", False),
        ("show.php?id=5&action=print", "", False),
        ("a/1.html", "【打印】", False),
        ("a/1.html", "设为首页", False),
    ],
)
def test_what_is_worth_asking(path: str, text: str, wanted: bool) -> None:
    assert Scope("http://reed.example/").wants("http://reed.example/" + path, text) is wanted
