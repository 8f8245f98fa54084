"""Who is meant by what is entered as a complainant, which is often more than a name: a role, an employer, a title, a phone.

Each name that the value may hold is taken out of it; of one that holds none for certain, that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from conduct.core.base.frozen import frozen

from .folding import CJK, fold, is_chinese
from .surnames import COMMON, DOUBLE, FOLLOWS, KIN, NO_NAMES, NOBODY, STANDS_BY, TITLES, WHO

_LONGEST = 200  # characters of a value that are read for a name
_OLD = (
    "陳張劉楊黃趙吳孫鄭馮蔣韓許謝鄒竇蘇範魯韋馬鳳賀羅畢鄔齊顧蕭盧葉龍萬鐘鍾駱鄧單榮齡龐紀麥閻歐呂陸聶關簡饒衛錢嚴樂車東門諸葛賈婁儲"
    "靜嬌嫻婭媽嫗娛娟瑋瑪璣環瑤瓊琺現瑣瑩珺國華偉傑強軍飛鵬輝煒燁燦爍煉煙熱愛蘭蓮蓉蘋薈蔭藝蘊麗鶯鷺鴻鶴鷹鵑雲電靈霧霽順頌頎穎願顏風飄"
    "誠謙詠詩諾謹譽議設訓論證識調貝貞財貴賢賓賜質贊資賴綺緒維綠緯縈純紅紗約紹綱經絲絢績綿纓寶寧實審寬憲憶懷懿慶慧戀聖聰聲職聞榆樺樓樹橋楓"
    "機權歡濤潔潤澤瀟瀾灣灝濱漢溫湧滿漸淨涇淵淺鳴鳥鋒銳鋼銘錦鑫鑒鐵鎮鑄銀釗鈞鈺錚鍵鏡開間閔閩闊闖遠達運適遙邁還進連過選遼遲隊陽陰際隨險"
    "雙雋雜離難霈韻響項頤頻領類飯館餘駿騰驍驊騁驥魚鮮齊龔龜葦萊蔣薩處號蟬術見覽觀訊記訪詳誌語課豐豔貽贏趕躍軒輕輪軼輔轉農遜鄉鄒醫釋採"
    "長陣陝隱隸險階隴麼麵黨點鼎亞來俠倫側傳傷傳優儀億儉內兩凍凱劍動務勝勞勵勳區協卻參參叢員問啟喬嗎單嘆嘉圓園圖團執堅堯報場塊壯壽夢夠奪奮"
    "婦媯孿學宮寢導專尋對將屆嶺嶽嵐島峽巖師帶幣幫幹庫廠廣廬張彌彎彥彙後徑從復徹態應憐懇憫戰戲戶拋揚換損搖擇擔據擴擺攜攝敗敵數斂斃斷時晉晝暉暢曆曉曠書會東柵條梟榮構標樁殘殺氣決沒況法滬滸濟濃瀏瀅瀧無煥燈營燭爐爭爺爾牆牽狀獎獨獲獻瑯產畫畢異當疊盜盡監盤眾睜瞭矯碩確礎礦禎禦禮種稱積穩窩竹筆節範築篤簽籃糧糾純細終絃給統絕絡緊練緣縣縱總織繡繪繼續罷羨義習翹聯聳肅腦臉臨與興舉舊艦艷蒼蓋蔔虛蟲補裝裡製複規親覺計訂託許詞試話該詹認誼請諒談諧謀講謨護讀變讓負貢貨貫買費貿賈賣賞賦賽贈趨跡踐軌較載輯輸辦邊郵鄰鄭酈鈴銜銷鋪錄錢錫鎖鎮鏈閃閉閏閒閣閱闡闢隕陳陸雖雞霜靄韜頂順須頌預頑頒頓頗題顥顧飛飲飾餅養馥駐駕駒駱騎驗驚鬥魁鯉鯤鳳鵝麟黎齊龍"
)
_NEW = (
    "陈张刘杨黄赵吴孙郑冯蒋韩许谢邹窦苏范鲁韦马凤贺罗毕邬齐顾萧卢叶龙万钟钟骆邓单荣龄庞纪麦阎欧吕陆聂关简饶卫钱严乐车东门诸葛贾娄储"
    "静娇娴娅妈妪娱娟玮玛玑环瑶琼珐现琐莹珺国华伟杰强军飞鹏辉炜烨灿烁炼烟热爱兰莲蓉苹荟荫艺蕴丽莺鹭鸿鹤鹰鹃云电灵雾霁顺颂颀颖愿颜风飘"
    "诚谦咏诗诺谨誉议设训论证识调贝贞财贵贤宾赐质赞资赖绮绪维绿纬萦纯红纱约绍纲经丝绚绩绵缨宝宁实审宽宪忆怀懿庆慧恋圣聪声职闻榆桦楼树桥枫"
    "机权欢涛洁润泽潇澜湾灏滨汉温涌满渐净泾渊浅鸣鸟锋锐钢铭锦鑫鉴铁镇铸银钊钧钰铮键镜开间闵闽阔闯远达运适遥迈还进连过选辽迟队阳阴际随险"
    "双隽杂离难霈韵响项颐频领类饭馆余骏腾骁骅骋骥鱼鲜齐龚龟苇莱蒋萨处号蝉术见览观讯记访详志语课丰艳贻赢赶跃轩轻轮轶辅转农逊乡邹医释采"
    "长阵陕隐隶险阶陇么面党点鼎亚来侠伦侧传伤传优仪亿俭内两冻凯剑动务胜劳励勋区协却参参丛员问启乔吗单叹嘉圆园图团执坚尧报场块壮寿梦够夺奋"
    "妇妫孪学宫寝导专寻对将届岭岳岚岛峡岩师带币帮干库厂广庐张弥弯彦汇后径从复彻态应怜恳悯战戏户抛扬换损摇择担据扩摆携摄败敌数敛毙断时晋昼晖畅历晓旷书会东栅条枭荣构标桩残杀气决没况法沪浒济浓浏滢泷无焕灯营烛炉争爷尔墙牵状奖独获献琅产画毕异当叠盗尽监盘众睁了矫硕确础矿祯御礼种称积稳窝竹笔节范筑笃签篮粮纠纯细终弦给统绝络紧练缘县纵总织绣绘继续罢羡义习翘联耸肃脑脸临与兴举旧舰艳苍盖卜虚虫补装里制复规亲觉计订托许词试话该詹认谊请谅谈谐谋讲谟护读变让负贡货贯买费贸贾卖赏赋赛赠趋迹践轨较载辑输办边邮邻郑郦铃衔销铺录钱锡锁镇链闪闭闰闲阁阅阐辟陨陈陆虽鸡霜霭韬顶顺须颂预顽颁顿颇题颢顾飞饮饰饼养馥驻驾驹骆骑验惊斗魁鲤鲲凤鹅麟黎齐龙"
)
_SIMPLE = str.maketrans({**dict(zip(_OLD, _NEW, strict=True)), "’": "'", "‘": "'", "ʼ": "'", "`": "'"})

_BODY = (
    r"公司|集团|医院|银行|支行|分行|学校|大学|学院|中学|小学|幼儿园|[街乡镇]道?政府|供电所|派出所|事务所|营业厅|营业部|居委会|村委会|委员会|"
    r"业委会|物业|工厂|厂|商店|超市|餐厅|饭店|宾馆|协会|中心|社区|小区|街道|村民组|村"
)
_ORGANISATION = re.compile(rf"[{CJK}A-Za-z0-9]{{1,30}}(?:{_BODY})")
_ROLES = re.compile(
    rf"{WHO}|{STANDS_BY}|员工|职员|工人|教师|老师|律师|司机|经理|主任|负责人|法定代表人|法人|居民|村民|群众|代表|本人|人员|住院|"
    r"联系电话|电话|手机|座机|号码|身份证|微信|匿名|化名|实名|姓名|名叫|某某|等?[0-9一二三四五六七八九十百余多几]+[人户名位]|等人?|"
    r"投诉|举报|来电|来访|来信|反映|信访|之[妻子女父母夫兄弟姐妹]|[0-9]+岁?"
)
_TITLE = re.compile(rf"(?:{TITLES})$")
_MARKS = re.compile(
    rf"[^{CJK}A-Za-z\u00c0-\u024f\u0370-\u052f·.'\- ]+|以及|[和与及](?=\S{{2}})|的|(?<=[{CJK}])系|[为是](?=\S{{2}})"
)
_LATIN_TITLE = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Mister|Madam|Mdm|Dr|Prof|Sir)\b\.?\s*", re.I)
_FIGURES = re.compile(r"[0-9](?:[ \-.·()/]{0,2}[0-9])*")


def alike(text: str) -> str:
    """A text with old characters as new ones and one kind of apostrophe, one for one, in small letters."""
    lower = text.lower()
    return (lower if len(lower) == len(text) else text).translate(_SIMPLE)


@frozen
class EnteredPerson:
    """What is entered as a complainant: the names it may hold, characters that stand for one, phones, and whether any is sure."""

    names: frozenset[str] = frozenset()
    single: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    pieces: frozenset[str] = frozenset()
    unsure: bool = False

    def is_body(self) -> bool:
        """Whether it is a company or another body that complained, and nobody of it."""
        return bool(self.names) and all(_ORGANISATION.fullmatch(one) for one in self.names)


_PLAIN = re.compile(r"[\u4e00-\u9fff]{2,3}")
_MORE = re.compile(rf"{_ROLES.pattern}|{TITLES}|{_BODY}|[和与及的系为是]")


def is_name_alone(value: str) -> bool:
    """Whether a value is plainly a Chinese name and nothing else, as most are."""
    return _PLAIN.fullmatch(value) is not None and value not in NOBODY and value not in COMMON and _MORE.search(value) is None


def called(value: str) -> EnteredPerson:
    """Whom a value means. ``pieces`` are two characters of it each, by which he is known to those who deal with him."""
    told = fold(normalize("NFC", value[: _LONGEST * 5])).text.strip()
    if alike(told.replace(" ", "")) in NOBODY:
        return EnteredPerson()
    phones = frozenset(one for one in figures_in(told) if len(one) >= 7)
    names, single, pieces = set[str](), set[str](), set[str]()
    for one in _candidates(told[:_LONGEST]):
        bare = one.replace(" ", "")
        if bare in NOBODY or bare.lower() in NOBODY or bare in NO_NAMES or bare in COMMON:
            continue
        if len(bare) == 1:
            single.add(bare)
        elif re.search(rf"[{CJK}]", bare) is None or len(bare) <= 4 or "·" in bare or bare[:2] in DOUBLE:
            names.add(one)
            parts = [part for part in bare.split("·") if len(part) > 1] if "·" in bare else []
            names.update(part for part in parts if part not in NO_NAMES and part not in COMMON)
        if "·" not in bare and not _TITLE.search(bare):
            pieces.update(_pairs(bare))
    whole = 1 < len(told) <= 60 and any(c.isalpha() for c in told)
    unsure = not names and any(c.isalpha() for c in told) and _ROLES.sub("", told).strip(" ()") != ""
    if unsure:
        pieces.update(pair for piece in _ROLES.split(told) for pair in _pairs((piece or "").replace(" ", "")))
    if whole and told.lower() not in NOBODY and _ROLES.sub("", told).strip(" ()") not in ("", "的", "之"):
        names.add(told)
    surnamed = all(_TITLE.search(one) for one in names)
    return EnteredPerson(frozenset(names), frozenset(single) if surnamed else frozenset(), phones, frozenset(pieces), unsure)


def figures_in(told: str) -> list[str]:
    """The figures of each number in a folded value, whatever parts them."""
    return ["".join(c for c in one[0] if c.isdigit()) for one in _FIGURES.finditer(told)]


def _candidates(told: str) -> Iterator[str]:
    """What in a value may be a name: each piece, with and without its title, roles and employer."""
    for part in _MARKS.split(told):
        piece = part.strip(" .'-")
        if not piece:
            continue
        if re.search(rf"[{CJK}]", piece) is None:
            latin = _LATIN_TITLE.sub("", piece).strip()
            if len(latin) > 2 and not re.fullmatch(r"(?i)(?:phone|tel|mobile|patient|complainant|caller|the|and|of)", latin):
                yield latin
            continue
        if len(piece) <= 4 and not _ROLES.search(piece):
            yield from (piece, _TITLE.sub("", piece).strip())
        for rest in _ROLES.split(_ORGANISATION.sub(" ", piece)):
            for one in re.split(r" {2,}|(?<=[A-Za-z]) (?=[\u3400-\u9fff])", (rest or "").strip(" .'-之")):
                if one:
                    yield from (_TITLE.sub("", one).strip(), *(_titled(one)))


def _titled(piece: str) -> Iterator[str]:
    if _TITLE.search(piece) and len(piece) <= 4:
        yield piece


def _pairs(piece: str) -> Iterator[str]:
    """Each two characters of a name, but for those that are a word."""
    for at in range(len(piece) - 1):
        pair = piece[at : at + 2]
        if not is_chinese(pair) or pair in DOUBLE or all(c in _COUNT for c in pair):
            continue
        if pair not in NO_NAMES and pair not in COMMON and pair not in NOBODY and not re.search(rf"{KIN}|{TITLES}", pair):
            yield pair


_COUNT = "一二三四五六七八九十百"
_BY = "对与向由跟给让被将为及和经把找骂打称"


def standing_alone(single: str) -> re.Pattern[str]:
    """Finds a name of one character where it is no part of a word."""
    return re.compile(rf"(?:(?<=[{_BY}])|(?<![{CJK}])){re.escape(single)}(?=$|[^{CJK}]|{FOLLOWS.pattern})")
