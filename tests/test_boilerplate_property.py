"""Any number of a licence, in any printed form, is one fact with one value."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.boilerplate import default_rules
from crawler.extract.masthead import facts_of

RULES = default_rules()
PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝蜀黔滇藏陕陇青宁新"
FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
TRADITIONAL = str.maketrans("备号证许经营网闽滬", "備號證許經營網閩滬")

province = st.sampled_from(PROVINCES)
dash = st.sampled_from("-－–—―")
blank = st.sampled_from(["", " ", "\u3000", "\xa0"])
before = st.sampled_from(
    ["", "备案号：", "湖岸网 ", "网站备案/许可证号：", "| ", "Copyright © 2020 "]
)
after = st.sampled_from(
    ["", " ", " | 联系我们", "，湖岸网", " 2024年5月6日", "\u3000技术支持：湖岸科技"]
)


def digits(least: int, most: int | None = None) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=least, max_size=most or least)


def values(line: str, kind: str) -> list[str]:
    return [fact.value for fact in facts_of(line, RULES) if fact.kind == kind]


@st.composite
def icp_filings(draw: st.DrawFn) -> tuple[str, str]:
    """(as printed, the filing)."""
    place = draw(province)
    number = draw(st.one_of(digits(8), digits(6).map(lambda n: f"20{draw(digits(2))}{n}")))
    site = draw(st.one_of(st.just(""), st.integers(1, 999).map(str)))
    gap = [draw(blank) for _ in range(5)]
    suffix = f"{gap[3]}{draw(dash)}{gap[4]}{site}" if site else ""
    tail = draw(st.sampled_from([f"{gap[2]}号{suffix}", f"{suffix}{gap[2]}号", suffix]))
    printed = (
        f"{place}{gap[0]}{draw(st.sampled_from(['ICP', 'icp']))}{gap[1]}备{gap[2]}{number}{tail}"
    )
    for change in (FULL_WIDTH, TRADITIONAL):
        printed = printed.translate(change) if draw(st.booleans()) else printed
    return printed, f"{place}ICP备{number}号" + (f"-{site}" if site else "")


@given(icp_filings(), before, after)
def test_icp(filing: tuple[str, str], head: str, tail: str) -> None:
    printed, value = filing
    assert values(f"{head}{printed}{tail}", "icp") == [value]


@given(
    st.sampled_from(["公网安备", "公网安备号", "公网安备案号:", "公安机关备案号："]),
    province, digits(13, 14), blank, before, after,
)  # fmt: skip
def test_police(label: str, place: str, number: str, gap: str, head: str, tail: str) -> None:
    printed = f"{place}{label}" if label.startswith("公网") else label
    for line in (f"{head}{printed}{gap}{number}号{tail}", f"{head}{printed}{gap}{number}"):
        assert values(line, "police") == [number]
    spaced = " ".join(number[i : i + 4] for i in range(0, len(number), 4))
    assert values(f"{head}{printed}{gap}{spaced} 号{tail}", "police") == [number]


@given(
    st.sampled_from(["互联网新闻信息服务许可证", "新闻信息服务许可证编号", "国新网证"]),
    st.sampled_from(["", ":", "：", " "]), digits(10, 11), before, after,
)  # fmt: skip
def test_news_licence(label: str, colon: str, number: str, head: str, tail: str) -> None:
    assert values(f"{head}{label}{colon}{number}{tail}", "news_licence") == [number]


@given(province, st.sampled_from("12"), dash, digits(8), blank, before, after)
def test_telecom(
    place: str, kind: str, line_: str, number: str, gap: str, head: str, tail: str
) -> None:
    printed = f"增值电信业务经营许可证：{place}{gap}B{kind}{gap}{line_}{gap}{number}"
    assert values(f"{head}{printed}{tail}", "telecom_licence") == [f"{place}B{kind}-{number}"]


@given(
    province, st.sampled_from(["[]", "〔〕", "【】", "()", "（）", "［］"]),
    st.integers(1990, 2099), digits(3, 5), digits(2, 4), dash, blank, before, after,
)  # fmt: skip
def test_culture(
    place: str, brackets: str, year: int, first: str, second: str, line_: str, gap: str,
    head: str, tail: str,
) -> None:  # fmt: skip
    printed = f"{place}网文{gap}{brackets[0]}{year}{brackets[1]}{gap}{first}{line_}{second}{gap}号"
    value = f"{place}网文[{year}]{first}-{second}号"
    assert values(f"{head}{printed}{tail}", "culture_licence") == [value]


@given(digits(2), digits(4), st.sampled_from(["", "/D", "/TP", "/Z"]), dash, blank, before, after)
def test_cn(
    region: str, number: str, letters: str, line_: str, gap: str, head: str, tail: str
) -> None:
    printed = f"国内统一刊号：CN{gap}{region}{line_}{number}{letters}"
    assert values(f"{head}{printed}{tail}", "cn") == [f"CN{region}-{number}{letters}"]


@given(st.text("湘ICP备案公网安号：电话邮编地址主办版权所有0123456789-@. （）", max_size=200))
def test_no_line_breaks_the_reader(line: str) -> None:
    for fact in facts_of(line, RULES):
        assert fact.value
        assert fact.raw
        assert fact.value == fact.value.strip()
