"""Every printed form of licences, serial numbers, organs and contacts gives its fact.

The forms are those of footers of the press; digits and names are invented.
"""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.extract.boilerplate import default_rules
from crawler.extract.masthead import facts_of, is_footer_line, is_masthead_line
from tests.helpers import prose

RULES = default_rules()

LICENCES = {
    # ICP filings: 8 and 10 digits, several sites, blanks, without 号, 号 behind the suffix
    "湘ICP备19990001号": {"icp": "湘ICP备19990001号"},
    "湘ICP备19990002号-5": {"icp": "湘ICP备19990002号-5"},
    "京ICP备19990003号-13": {"icp": "京ICP备19990003号-13"},
    "豫ICP备2099000001号-1": {"icp": "豫ICP备2099000001号-1"},
    "沪ICP备2099000002号-65": {"icp": "沪ICP备2099000002号-65"},
    "浙ICP备19990004-1号": {"icp": "浙ICP备19990004号-1"},
    "京ICP备19990005": {"icp": "京ICP备19990005号"},
    "蒙ICP备 19990006": {"icp": "蒙ICP备19990006号"},
    "浙 ICP 备 19990007 号 -1": {"icp": "浙ICP备19990007号-1"},
    "备案号：粤ICP备19990008号": {"icp": "粤ICP备19990008号"},
    "备案/许可证号码：京ICP备19990009号-6": {"icp": "京ICP备19990009号-6"},
    "备案序号：京ICP备19990010号-1": {"icp": "京ICP备19990010号-1"},
    "蜀ICP備19990011號": {"icp": "蜀ICP备19990011号"},
    "湘ＩＣＰ备１９９９００１２号－２": {"icp": "湘ICP备19990012号-2"},
    "湘 I C P 备 1 9 9 9 0 0 1 3 号": {"icp": "湘ICP备19990013号"},
    "藏ICP备19990014号 2024-05-06": {"icp": "藏ICP备19990014号"},
    # ICP licences
    "京ICP证990001号": {"icp_licence": "京ICP证990001号"},
    "沪ICP证：沪B2-20990001": {"icp_licence": "沪ICP证:沪B2-20990001"},
    "鄂ICP证:990002-5": {"icp_licence": "鄂ICP证:990002-5"},
    "经营许可证编号：京ICP99000003号": {"icp_licence": "京ICP99000003号"},
    "京ICP證990004號": {"icp_licence": "京ICP证990004号"},
    # police
    "京公网安备99000002000008号": {"police": "99000002000008"},
    "京公网安备 99010502030216号": {"police": "99010502030216"},
    "吉公网安备9920202000115": {"police": "9920202000115"},
    "湘公网安备号99010402000231号": {"police": "99010402000231"},
    "公安机关备案号:99010202000800": {"police": "99010202000800"},
    "公安机关备案号：99081599004-00001": {"police": "99081599004-00001"},
    "京公网安备:990102003042-1": {"police": "990102003042-1"},
    "穗公网监备案证第99010650010167": {"police": "99010650010167"},
    "滬公網安備 9900 0002 0000 08 號": {"police": "99000002000008"},
    # news, audiovisual, telecom
    "互联网新闻信息服务许可证10190170009": {"news_licence": "10190170009"},
    "互联网新闻信息服务许可证编号：53190170009": {"news_licence": "53190170009"},
    "互联网新闻信息服务许可证：1912014009": {"news_licence": "1912014009"},
    "国新网证9912012009": {"news_licence": "9912012009"},
    "信息网络传播视听节目许可证0199999": {"audiovisual_licence": "0199999"},
    "视听节目许可证1999999号": {"audiovisual_licence": "1999999"},
    "网络视听许可证：1999998号": {"audiovisual_licence": "1999998"},
    "信息网络传播视听节目许可证：119999903": {"audiovisual_licence": "119999903"},
    "增值电信业务经营许可证B1-20990139": {"telecom_licence": "B1-20990139"},
    "增值电信业务经营许可证粤B2—20990118": {"telecom_licence": "粤B2-20990118"},
    "鄂 B2-20990083": {"telecom_licence": "鄂B2-20990083"},
    "增值电信业务经营许可证（ICP）：沪B2-20990088号": {"telecom_licence": "沪B2-20990088"},
    "ICP许可证号：晋B2-20990032": {"telecom_licence": "晋B2-20990032"},
    "增值电信业务经营许可证编号：赣B2--20990072": {"telecom_licence": "赣B2-20990072"},
    "经营许可证编号：滇B-2-4-20990004": {"telecom_licence": "滇B-2-4-20990004"},
    # broadcasting, culture, publishing, trade, advertising, medicine, codes
    "广播电视节目制作经营许可证（广媒）字第999号": {"broadcast_licence": "(广媒)字第999号"},
    "广播电视节目制作经营许可证：苏字第998号": {"broadcast_licence": "苏字第998号"},
    "节目制作经营许可证(沪)字第997号": {"broadcast_licence": "(沪)字第997号"},
    "廣播電視節目製作經營許可證（鄂）字第00996號": {"broadcast_licence": "(鄂)字第00996号"},
    "京网文[2099]9994-1075号": {"culture_licence": "京网文[2099]9994-1075号"},
    "京网文〔2099〕1034-999号": {"culture_licence": "京网文[2099]1034-999号"},
    "湘文网备【2099】904": {"culture_licence": "湘文网备[2099]904"},
    "文网文[2099]940号": {"culture_licence": "文网文[2099]940号"},
    "网络出版服务许可证（京）字991号": {"publishing_licence": "(京)字991号"},
    "新出网证（沪）字993号": {"publishing_licence": "(沪)字993号"},
    "吉新出网备字994号": {"publishing_licence": "吉新出网备字994号"},
    "出版物经营许可证：新出发京零字第海990001号": {
        "publication_trade_licence": "新出发京零字第海990001号"
    },
    "新出发（湘）字第992号": {"publication_trade_licence": "新出发(湘)字第992号"},
    "广告经营许可证：9900003000089": {"advertising_licence": "9900003000089"},
    "京海工商广字第9990号": {"advertising_licence": "京海工商广字第9990号"},
    "（京）-非经营性-2099-0001": {"drug_licence": "(京)-非经营性-2099-0001"},
    "网站标识码：9900000045": {"site_code": "9900000045"},
    "政府网站标识码bm99000001": {"site_code": "bm99000001"},
    # serial numbers with all five dashes
    "国内统一刊号：CN99—0002": {"cn": "CN99-0002"},
    "国内统一刊号：CN99-0003": {"cn": "CN99-0003"},
    "国内统一刊号：CN99－0004": {"cn": "CN99-0004"},
    "国内统一刊号：CN99–0005": {"cn": "CN99-0005"},
    "国内统一刊号：CN99―0006": {"cn": "CN99-0006"},
    "刊号 CN 99-1074/TP": {"cn": "CN99-1074/TP"},
    "国内统一连续出版物号：CN99-1001/D ISSN 9999-838X": {"cn": "CN99-1001/D", "issn": "9999-838X"},
    "国际标准刊号：9999—8386": {"issn": "9999-8386"},
    "邮发代号：99—1": {"postal_subscription": "99-1"},
    "邮发代号 9-786": {"postal_subscription": "9-786"},
}
ORGANS = {
    "版权所有:《湖岸评论》杂志社 未经授权禁止复制或建立镜像": {"copyright": "《湖岸评论》杂志社"},
    "湖 岸 网 股 份 有 限 公 司 版 权 所 有 ，未 经 书 面 授 权 禁 止 使 用": {
        "copyright": "湖岸网股份有限公司"
    },
    "所有内容为云湖新闻网版权所有，未经授权不得复制转载": {"copyright": "云湖新闻网"},
    "云湖日报报业集团 版权所有，未经许可不得转载": {"copyright": "云湖日报报业集团"},
    "Copyright © 1997-2024 by www.huan.example. all rights reserved": {
        "copyright": "www.huan.example"
    },
    "© 2015-2020 Huan Daily, All Rights Reserved": {"copyright": "Huan Daily"},
    "湖岸日報社 版權所有 不得轉載": {"copyright": "湖岸日報社"},
    "本報社著作權所有": {},
    "中共云湖市委《湖岸评论》杂志社主办": {"organiser": "中共云湖市委《湖岸评论》杂志社"},
    "主办：半湖谈杂志社": {"organiser": "半湖谈杂志社"},
    "主办单位：云湖市政府办公厅 运行维护单位：云湖网运行中心": {
        "organiser": "云湖市政府办公厅",
        "operator": "云湖网运行中心",
    },
    "主办单位：云湖市办公厅承办单位：云湖信息中心协办：湖岸日报社": {
        "organiser": "云湖市办公厅",
        "undertaken_by": "云湖信息中心",
        "co_organiser": "湖岸日报社",
    },
    "云湖市委宣传部主管 湖岸日报社主办": {
        "supervisor": "云湖市委宣传部",
        "organiser": "湖岸日报社",
    },
    "主管单位：云湖市文联｜编辑出版：《水纹》杂志社": {
        "supervisor": "云湖市文联",
        "publisher": "《水纹》杂志社",
    },
    "编辑：《水纹》编辑部 印刷：云湖印务公司 发行：云湖市邮政局": {
        "editorial_office": "《水纹》编辑部",
        "printer": "云湖印务公司",
        "distributor": "云湖市邮政局",
    },
    "制作单位：云湖新闻网": {"website_maker": "云湖新闻网"},
    "技术支持：云湖经济信息中心": {"technical_support": "云湖经济信息中心"},
    "湖岸日报社出版": {"publisher": "湖岸日报社"},
    "法律顾问：云湖清波律师事务所": {"legal_counsel": "云湖清波律师事务所"},
}
CONTACTS = {
    "违法和不良信息举报电话:0999-9112597 举报邮箱地址:yhpl@huan.example": {
        "report_telephone": "0999-9112597",
        "report_email": "yhpl@huan.example",
    },
    "湖岸新闻网不良信息举报：0999-9281485": {"report_telephone": "0999-9281485"},
    "互联网违法和不良信息举报电话：0999-9416693；举报邮箱： jubao@huan.example": {
        "report_telephone": "0999-9416693",
        "report_email": "jubao@huan.example",
    },
    "违法和不良信息举报电话：0999-9655532（工作时间） 邮箱：yh@huan.example": {
        "report_telephone": "0999-9655532",
        "email": "yh@huan.example",
    },
    "云湖新闻报料：4009-99-4009": {"news_telephone": "4009-99-4009"},
    "杂志社咨询电话:0999-9112752(传真)": {"telephone": "0999-9112752", "fax": "0999-9112752"},
    "地址：云湖市建宁区湖东中路999号 邮编：999092　联系我们：0999-96096(24小时)": {
        "address": "云湖市建宁区湖东中路999号",
        "postcode": "999092",
        "telephone": "0999-96096",
    },
    "地址：云湖市湖东路9号邮编：999093电话：0999-9112753传真：0999-9112754": {
        "address": "云湖市湖东路9号",
        "postcode": "999093",
        "telephone": "0999-9112753",
        "fax": "0999-9112754",
    },
    "邮编：999101": {"postcode": "999101"},
    "值班邮箱：zb99@huan.example": {"email": "zb99@huan.example"},
    "客服电话：400-999-0000": {"telephone": "400-999-0000"},
    "期刊订阅电话：0999-9112755": {"subscription_telephone": "0999-9112755"},
    "发行热线：0999-9112756 广告热线：0999-9112757": {
        "subscription_telephone": "0999-9112756",
        "advertising_telephone": "0999-9112757",
    },
    "新闻热线 0999-9112758": {"news_telephone": "0999-9112758"},
    "電話：(852) 2999 0000 傳真：(852) 2999 0001": {
        "telephone": "(852)29990000",
        "fax": "(852)29990001",
    },
}


@pytest.mark.parametrize("line", [*LICENCES, *ORGANS, *CONTACTS])
def test_a_footer_line_gives_its_facts(line: str) -> None:
    facts = facts_of(line, RULES)
    assert {f.kind: f.value for f in facts} == (LICENCES | ORGANS | CONTACTS)[line]
    assert len({(f.kind, f.value) for f in facts}) == len(facts)
    assert is_footer_line(line, RULES) is bool(facts)


@pytest.mark.parametrize(
    "line",
    ["作者:", "湘ICP备", "公安机关备案号：", "互联网新闻信息服务许可证", "电话：",
     "国内统一刊号：", "举报邮箱地址:", "主办单位：", "邮发代号",
     "湘ICP备199900号", "公网安备990000020000081号",
     "编号：53190170009", "字第999号", "2099-0001", "CN99-0002", "B2-20990118", "版权所有"],
)  # fmt: skip
def test_what_is_not_a_whole_number_is_no_fact(line: str) -> None:
    assert facts_of(line, RULES) == ()


def test_a_whole_footer_in_one_line() -> None:
    line = " | ".join([*LICENCES, *ORGANS])
    found = {(f.kind, f.value) for f in facts_of(line[:1000], RULES)}
    expected = [(k, v) for line in list(LICENCES)[:12] for k, v in LICENCES[line].items()]
    assert set(expected) <= found


def test_a_sentence_of_the_text_that_gives_a_telephone_is_no_footer() -> None:
    line = (
        "想去看鸟的市民可拨打服务热线电话：0999-9112759，值班人员会在一天之内答复，周末也有人在。"
    )
    assert is_masthead_line(line, RULES)
    assert not is_footer_line(line, RULES)


@pytest.mark.parametrize("line", [k for k, v in LICENCES.items() if v])
def test_where_a_licence_stands_the_text_has_ended(line: str) -> None:
    body = prose(7, 600)
    lines = [*body.split("\n"), line, "这一句落在备案号的下面，已经不是正文。"]
    page = "".join(f"<p>{text}</p>" for text in lines)
    head = "<head><title>湖上起了一夜的风_湖岸新闻网</title></head>"
    article = extract(
        f"<html>{head}<body><div><h1>湖上起了一夜的风</h1>{page}</div></body></html>"
    )
    assert article.body == body
    assert {f.kind: f.value for f in article.masthead} == LICENCES[line]
