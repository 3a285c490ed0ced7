"""Invented pages of a Founder e-paper, in the shapes that the real ones are served in."""

from __future__ import annotations

ENTRY = "http://epaper.lake.example/hbrb/"
DAY = ENTRY + "html/2022-02/12/"
UNION = """<!--dl id="dlUnion"><dt>全国数字报联盟</dt>
<dd><a href="http://epaper.other.example/yrb/html/2007-10/09/node_17.htm">远方日报</a></dd>
<dd><a href="node_999.htm">旧版</a></dd></dl-->"""

# Classic generation: mixed case, unquoted attributes, one id on many links.
CLASSIC = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "x.dtd">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>湖滨日报</title></head><SPAN id=leveldiv></SPAN>
<body onLoad="initMPPage();"><map name=PagePicMap>
<Area coords="14,97,232,97,232,141,14,141" shape="polygon" href="./content_8101.htm">
<Area coords="10,200, 90.5,200,90.5,260,10,260" shape="polygon" href="./content_8102.htm?div=-1">
<Area coords="10,260,90,300" shape="rect" href="content_8102.htm?div=0">
<Area coords="1,2,x" shape="polygon" href="content_8104.htm"></map>
<img src=../../../images/2022-02/12/A01/Page_b.jpg width=350px border=0 USEMAP=#PagePicMap>
<table><tr><td>第A01版：<STRONG>头版</STRONG></td>
<td><a class=preart href="node_23.htm">下一版</a></td>
<td><a href=../../../images/2022-02/12/A01/周六A01.pdf><IMG src="pdf.gif"></a></td></tr></table>
<a href="../11/node_19.htm">上一期</a> <a href="../13/node_19.htm">下一期</a>
<a href="http://epaper.lake.example/hbwb/html/2022-02/12/node_3.htm">湖滨晚报</a>
<TABLE><tr><td><a href=content_8101.htm?div=-1><div id=mp8101>春水初涨 渔船出港</div></a></td></tr>
<tr><td><a href=content_8102.htm>湖畔新桥今日通车</a></td></tr>
<tr><td><a href=content_8104.htm>广告</a></td></tr>
<tr><td><a href=content_8105.htm>本版责编：方竹 青禾</a></td></tr></TABLE>
<div id=bmdh><TABLE><TR><TD><a href=node_19.htm id=pageLink>第A01版：头版</a></TD>
<TD><a href=../../../images/2022-02/12/A01/周六A01.pdf><IMG src=pdf.gif></a></TD></TR>
<TR><TD><a href=./node_23.htm?v=1 id=pageLink>第A02版：要闻</a></TD>
<TD><a href=../../../images/2022-02/12/A02/周六A02.pdf><IMG src=pdf.gif></a></TD></TR>
<TR><TD><a href=node_21.htm id=pageLink>第A0304版：湖光·副刊</a></TD>
<TD><a href=../../../images/2022-02/12/A03/周六A03.pdf><IMG src=pdf.gif></a></TD></TR>
</TABLE></div>
<DIV id=btdh><a href=./content_8101.htm>春水初涨 渔船出港</a>
<a href=./content_8201.htm>二版的稿件</a>
</DIV>{UNION}<strong>2022年02月12日</strong></body></html>
<!--mpproperty <founder-date>2022-02-12</founder-date><founder-pagenum>A01</founder-pagenum>
<founder-pagepicurl>http://site1/hbrb/images/2022-02/12/A01/Page_b.jpg</founder-pagepicurl>
<founder-papername>湖滨日报</founder-papername><founder-nodeid>19</founder-nodeid> /mpproperty-->
"""

NBS_ENTRY = "http://paper.lake.example/hbrb/"
NBS_DAY = NBS_ENTRY + "html/2022-08/04/"

# nbs/nw generation: page list in a swiper, titles that a script writes.
NBS = """<html><head><title>湖滨日报-湖滨网</title></head><body>
<map name=PagePicMap><Area coords="397,31,397,2,204,2" shape="polygon"
 href="nw.D110000hubinrb_20220804_1-02.htm"></map>
<img src=../../../images/2022-08/04/02/hbrb2022080402_b.jpg border=0 usemap="#PagePicMap">
<li>02版:要闻&nbsp;<a href=../../../images/2022-08/04/02/hbrb2022080402.pdf><IMG src=p.gif></a>
<a class=preart href="nbs.D110000hubinrb_01.htm">上一版</a>
<a class=preart href="nbs.D110000hubinrb_03.htm">下一版</a></li>
<a href="node_1921.htm"><img src="all.gif"></a>
<div class="swiper-container"><div class="swiper-slide"><a id=pageLink
 href=./nbs.D110000hubinrb_01.htm>01版：头条</a></div>
<div class="swiper-slide"><a id=pageLink href=nbs.D110000hubinrb_02.htm>02版：要闻</a></div>
<div class="swiper-slide"><a id=pageLink href=nbs.D110000hubinrb_03.htm>03版：广告</a></div></div>
<div id="titleList"><ul>
<li><a href=nw.D110000hubinrb_20220804_1-02.htm>
<script>document.write(view("早稻开镰<br>颗粒归仓 "))</script></a></li>
<li class="one"><a href=nw.D110000hubinrb_20220804_2-02.htm>
<script>document.write(view("水乡夜校亮灯"))
</script></a></li></ul></div>
<div id=btdh><a href=nw.D110000hubinrb_20220804_1-01.htm>一版的稿件</a></div>
<a href="#" onClick="goPrePeriod()">上一期</a></body></html>"""

_PARAGRAPHS = "".join(
    f"<p>&nbsp;&nbsp;&nbsp;&nbsp;{text}</p>"
    for text in (
        "二月的湖面刚刚解冻，码头上的渔民已经把网具搬上了船，等着第一声汽笛响起。",
        "“今年水位比往年高了两成，鱼群来得早。”船老大一边检查缆绳，一边向岸上的人挥手。",
        "当天上午，四十余艘渔船依次驶离码头，岸边的集市也随之热闹起来，一直持续到傍晚。",
        "镇里为每条船配备了定位设备和救生衣，并安排专人在码头值守，确保渔民平安归来。",
    )
)
ARTICLE = f"""<html><head><title>春水初涨 渔船出港--湖滨网</title></head><body>
<td>第A01版：<STRONG>头版</STRONG></td>
<table><tbody><tr><td class="font02"></td></tr><tr><td class="font01">春水初涨 渔船出港</td></tr>
<tr><td class="font02"></td></tr></tbody></table>
<DIV id=ozoom><!--enpcontent-->{_PARAGRAPHS}<!--/enpcontent--></DIV>{UNION}</body></html>"""
