"""Invented press prose without end: one text a number, always the same one."""

from __future__ import annotations

import random


def _words(text: str) -> list[str]:
    return text.split()


PLACES = _words("云溪 柳塘 石坝 枫口 青渡 白荷 竹隐 栗坪 双桥 梅坳 沙洲 桐岭 莲泉 茶亭 禾田 雁湾")
UNITS = _words("镇 乡 村 社区 街道 林场 渔场 学校 卫生院 合作社 文化站 水管所")
THINGS = _words(
    "水渠 山塘 晒场 书屋 食堂 路灯 果园 茶园 菜市 渡口 戏台 粮仓 石桥 苗圃 操场 药房 祠堂 公交 "
    "鱼塘 油坊 苇荡 竹林 广播 账本 候车亭 烘干房 图书角 气象站 修补铺 托管室"
)
PEOPLE = _words(
    "老邱 小覃 何婶 彭师傅 莫会计 谭队长 田老师 鲍大夫 韦支书 沈大姐 秦木匠 贺站长 邵奶奶 顾司机 "
    "吴店主 温护士 蒋园丁 唐放映员 许馆员 陶船工"
)
ACTS = _words(
    "清点 登记 翻修 加固 公示 轮值 试种 晾晒 编号 搬迁 粉刷 丈量 分拣 疏通 值守 抽检 补种 校对 "
    "归档 回访 评议 调换 拼装 验收"
)
TIMES = _words("清早 晌午 傍晚 入夜 雨后 霜降前 开春 秋收时 月底 赶集日 放学后 停电那晚")
MOODS = _words("踏实 意外 犯愁 高兴 不服气 放心 为难 舍不得 好奇 惭愧 兴奋 平静")

SENTENCES = _words("""
{time}，{place}{unit}的{thing}旁围了一圈人，{person}正带着大家{act}。
{person}说，{thing}的事拖不得，拖一天就多一天{mood}。
记者看到，{n}户人家把{thing}的钥匙交到了{person}手里。
从{place}到{place2}，走大路要{n}分钟，抄小道只要一半。
去年{time}的一场风，把{place}的{thing}刮歪了半边。
{unit}里开会商量，先{act}，再{act2}，最后才轮到花钱。
{person}和{person2}为了{thing}争过三回，第四回坐下来喝了茶。
账上记得明白：{act}用去{n}元，{act2}用去{n2}元，余下的转到下月。
“我们不图快，”{person}指着{thing}说，“图的是十年后还能用。”
{place}的老人记得，{n}年前这里只有一间{thing}。
孩子们喜欢在{time}来看{person}{act}，看得入神，饭也忘了吃。
{n}张表格收上来，有{n2}张写着同一个字：修。
这一回{act}，请的不是外面的工程队，是{place2}的{person}。
{person2}起初觉得{mood}，看完{thing}以后改了主意。
{unit}负责人介绍，全年要完成{n}处{thing}的{act}。
雨停得正是时候，{thing}里的水涨了{n}厘米。
{place2}的人听说以后，也派{person}来学怎样{act2}。
墙上的黑板写着当天的活：{act}、{act2}、给{thing}上锁。
谁也没有料到，最先报名的是{n}岁的{person}。
{time}的{place}很静，只听见{thing}那边有人在{act2}。
{person}把用过的本子摞在一起，一共{n}本，每本都包了皮。
有人问值不值，{person2}没有回答，带他去看了{thing}。
一斤{n}角，一趟{n2}里，这笔账{place}的人算得清。
{thing}建成那天没有剪彩，{person}照常{act}。
问卷里{mood}的占百分之{n}，{mood2}的倒有不少。
{person}的徒弟是{place2}人，学了{n}个月，已经会独自{act2}。
{unit}把{thing}的图纸贴出来，谁都可以用铅笔改。
到了{time}，{n}盏灯一齐亮起来，照着{thing}的屋脊。
{place}缺的不是{thing}，缺的是肯{act}的人。
{person2}寄来一封信，信里只提了一件事，就是{thing}要{act}。
""")

OPENINGS = ("本报讯（记者{person}）", "{place}{unit}消息：", "通讯员{person}报道：", "")


def story(number: int) -> tuple[str, list[str]]:
    """Headline and paragraphs (about 800 characters together) of text `number`."""
    chance = random.Random(number)
    place, unit, thing = chance.choice(PLACES), chance.choice(UNITS), chance.choice(THINGS)
    title = f"{place}{unit}：{chance.choice(TIMES)}{chance.choice(ACTS)}{thing}第{number}例"
    chosen = chance.sample(SENTENCES, 17) + chance.sample(SENTENCES, 17)
    filled = [_fill(sentence, chance) for sentence in chosen]
    paragraphs = ["".join(filled[start : start + 5]) for start in range(0, len(filled), 5)]
    paragraphs[0] = _fill(chance.choice(OPENINGS), chance) + paragraphs[0]
    return title, paragraphs


def _fill(sentence: str, chance: random.Random) -> str:
    place, place2 = chance.sample(PLACES, 2)
    person, person2 = chance.sample(PEOPLE, 2)
    act, act2 = chance.sample(ACTS, 2)
    mood, mood2 = chance.sample(MOODS, 2)
    return sentence.format(
        place=place,
        place2=place2,
        person=person,
        person2=person2,
        act=act,
        act2=act2,
        mood=mood,
        mood2=mood2,
        unit=chance.choice(UNITS),
        thing=chance.choice(THINGS),
        time=chance.choice(TIMES),
        n=chance.randint(2, 98),
        n2=chance.randint(100, 999),
    )
