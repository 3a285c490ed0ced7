"""Lines that are no text are known by their kind, and their look-alikes in sentences are not."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.extract.boilerplate import (
    LONGEST_LINE,
    LONGEST_NOTICE,
    default_rules,
    join_spaced,
)
from crawler.extract.masthead import is_footer_line
from tests.helpers import prose

RULES = default_rules()

KNOWN = {
    "copyright": [
        "版权所有:《湖岸评论》杂志社 未经授权禁止复制或建立镜像",
        "湖 岸 网 版 权 所 有 ，未 经 书 面 授 权 禁 止 使 用",
        "所有内容为云湖新闻网版权所有，未经授权不得复制转载或建立镜像",
        "未经授权禁止复制和建立镜像",
        "未经湖岸网书面特别授权，请勿转载或建立镜像|违者依法追究相关法律责任",
        "云湖日报报业集团 版权所有，未经许可不得转载",
        "湖岸新闻，未经授权不得转载",
        "Copyright © 1997-2024 by www.huan.example. all rights reserved",
        "原创版权禁止商业转载 授权>>",
        "本報著作權所有，非經授權，不得轉載",
        "版權所有 不得轉載",
        "违者必究",
    ],
    "disclaimer": [
        "凡本网注明“来源：XXX（非湖岸网）”的作品，均转载自其它媒体",
        "如因作品内容、版权和其它问题需要同本网联系的，请在30日内进行",
        "声明：该文观点仅代表作者本人，湖岸号系信息发布平台",
        "免责声明：本文内容仅供读者参考",
        "【免責聲明】",
        "投资有风险，入市需谨慎",
        "本網站內容之著作權屬湖岸日報社所有",
        "吸菸有害健康",
    ],
    "navigation": [
        "关于我们 | 广告业务 | 诚聘 | 合作伙伴 | 网上投稿 | 联系我们",
        "网站简介 | 广告服务 | 人才招聘 | 法律声明 | 隐私政策 | 友情链接 | 网站地图",
        "首页 > 要闻 > 正文",
        "网上有害信息举报专区",
        "中国互联网举报中心",
        "地址： 邮编： 电话：",
    ],
    "tools": [
        "【打印本稿】",
        "【打印本页】【关闭窗口】",
        "字号：超大 大 标准 小",
        "小字号",
        "分享到：微信 微博 QQ空间",
        "分享让更多人看到",
        "扫一扫在手机打开当前页",
        "用微信扫码二维码",
        "【我来说两句】",
        "【我要“揪”错】",
        "下载客户端，阅读更多",
        "欢迎关注湖岸日报微信公众号",
        "訂閱湖岸電子報",
        "用APP看更多新聞",
    ],
    "related": [
        "相关新闻",
        "【相关阅读】",
        "延伸阅读：",
        "精彩推荐",
        "编辑推荐",
        "猜你喜欢",
        "更多精彩内容",
        "您可能也喜歡",
        "热门文章",
    ],
    "pages": ["上一篇：湖上的灯", "下一篇: 没有了", "上一页 1 2 3 下一页", "返回搜狐，查看更多"],
    "account": ["用户名 密码", "登录后才能评论", "文明上网，理性发言", "生命線協談專線：0000"],
}
SENTENCES = """\
举报人说，他连着三年给镇里写信。
举报人得到了两千元奖励。
版权所有者把渔歌的录音捐给了县档案馆。
版权所有人起诉到法院，要求停止侵权。
联系我们的编辑，是一位退了休的船工。
联系我们的不只是乡亲，还有城里的学生。
照片位于首页最下面的一栏。
他的画位于首页的正中。
来源于湖底的淤泥，如今成了果园的肥料。
这一说法来源于一本旧县志。
电话里说，船已经过了渡口。
电话那头沉默了一会儿。
邮编这一制度，从那一年开始推行。
邮编是什么，村里没有人说得清。
在网上投稿的作者，大半是第一次写信来。
投稿的人越来越多，编辑部添了两张桌子。
首页刊登了她的照片，村里人都来看。
地址写错了，信在路上走了一个月。
地址簿里夹着一张船票。
传真机还在响，他已经出了门。
邮箱里躺着一封没有署名的信。
广告牌立在桥头，漆已经掉了。
广告公司的人来过三回。
订阅这份报纸的人家，门口都挂着一只铁盒。
发行站的灯总是第一个亮。
主办这次灯会的是镇上的文化站。
灯会由湖岸日报社主办，为期三天。
承办此案的法官去了现场。
主管农业的副县长挽起裤脚下了田。
出版社的小院里种着两棵枇杷。
许可证办下来的那天，她请全村人吃了面。
经营许可证到期前一个月，工作人员上门提醒。
营业执照挂在墙上，旁边是一张全家福。
备案手续办了整整一个上午。
公安机关立案十三件，抓获二十人。
未经主人同意，不得擅自入户。
未经检疫的苗木不得出县。
他提醒，未经作者授权不得转载他人文章，是写作的底线。
禁止野外用火，违者必究。
转载这篇文章的网站，后来登了更正。
声明发表以后，人们松了一口气。
双方签署联合声明，宣布建立伙伴关系。
特别提醒：湖面已经结冰，请勿下湖。
投资有风险，老人学会了先问一句。
给市民出行带来不便，敬请谅解。
如有侵权行为，消费者可以向市场监管所投诉。
图片来自他三十年前的相机。
凡是来过湖边的人，都说这里的风好。
本网记者昨天来到渡口，看见新船下水。
分享会上，两位作者谈起了写作。
分享喜悦的人群从桥头排到桥尾。
扫码付款的摊位越来越多。
他掏出手机扫码进站，赶上了末班车。
二维码门牌挂到了每一户的门口。
微信支付在镇上铺开，零钱匣子空了。
微博上的一条消息引来了围观。
打印店的老板每天最后一个关门。
收藏家把三百张船票捐给了博物馆。
推荐信写了三页，字迹工整。
关闭了十家小煤窑以后，山青了。
关注农村学生的早餐，是他多年的习惯。
他关注了一个公众号，学会了养蜂。
下载客户端的人排起了长队。
点击鼠标就能办成的事，过去要跑三趟。
相关新闻一经发布，便引来了关注。
推荐阅读这本小书的人不少。
更多的人留了下来，在湖边开了小店。
热门话题的背后，是一群沉默的人。
上一期学员已经毕业上岗。
下一页崭新的历史，由此掀开。
今天是她六十岁的生日。
星期四早上，船准时开了。
密码本藏在夹层里，没有人知道。
登录后他发现，账上只剩三块钱。
评论员写道，湖清了，心也就清了。
发表评论员文章，是这张报纸的老传统。
文明上网从娃娃抓起，学校开了一堂课。
浏览器里还留着他查过的火车时刻。
珍惜生命的人都在等天亮。
吸烟有害健康的道理他懂，可就是戒不掉。
网警提醒市民，不要点开陌生的链接。
他走进举报中心的小楼，放下了一沓材料。
第一版的故事，写的是一座桥。
阅读改变了这个湖边的小镇。
观看演出的人里，有一半是孩子。
技术支持来自省城的一所大学。
设计图改了七遍，桥才动工。
编辑部的灯亮到了半夜。
印刷厂的老师傅戴着两副眼镜。
想去看鸟的市民可拨打服务热线电话：0999-9112759，值班人员会在一天之内答复，周末也有人在。
""".splitlines()


@pytest.mark.parametrize(("kind", "line"), [(k, x) for k, lines in KNOWN.items() for x in lines])
def test_a_line_is_known_by_its_kind(kind: str, line: str) -> None:
    rule = RULES.line_rule(line)
    assert rule is not None
    assert rule.kind == kind


def test_there_are_many_look_alikes() -> None:
    assert len(SENTENCES) == len(set(SENTENCES)) >= 60
    assert all(s.endswith("。") for s in SENTENCES)


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("end", ["。", ""])  # a subhead has no full stop
def test_no_rule_claims_a_sentence(sentence: str, end: str) -> None:
    line = sentence.removesuffix("。") + end
    rule = RULES.line_rule(line)
    assert rule is None, rule.id
    if end:
        assert not is_footer_line(line, RULES)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_look_alikes_stay_in_the_body(sentence: str) -> None:
    first, *rest = prose(3, 500).split("\n")
    body = "\n".join([first, sentence, *rest])
    page = "".join(f"<p>{text}</p>" for text in body.split("\n"))
    article = extract(
        f"<title>湖上起了一夜的风_湖岸网</title><h1>湖上起了一夜的风</h1><div>{page}</div>"
    )
    assert article.body == body
    assert article.masthead == ()


@pytest.mark.parametrize(
    "head", ["免责声明：", "1、凡本网注明“来源：湖岸网”的作品，", "【版权声明】"]
)
def test_a_long_notice_is_known_by_its_beginning(head: str) -> None:
    notice = head + prose(5, 900).replace("\n", "")
    assert LONGEST_LINE < len(notice) < LONGEST_NOTICE
    rule = RULES.line_rule(notice)
    assert rule is not None
    assert rule.kind == "disclaimer"
    assert RULES.line_rule(notice.removeprefix(head)) is None
    assert RULES.line_rule(notice * 3) is None


@pytest.mark.parametrize(
    ("printed", "joined"),
    [
        ("湖 岸 网 版 权 所 有", "湖岸网版权所有"),
        ("版 权 所 有 ：湖岸网", "版权所有 ：湖岸网"),
        ("湖 岸 网 ，版 权 所 有", "湖岸网，版权所有"),
        ("记者 王 珂", "记者 王 珂"),
        ("关于我们 广告服务 联系我们", "关于我们 广告服务 联系我们"),
        ("第 3 版", "第 3 版"),
    ],
)
def test_letters_set_apart_are_joined(printed: str, joined: str) -> None:
    assert join_spaced(printed) == joined
