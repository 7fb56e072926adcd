"""How numbers and names that belong to a person are written, and what tells that something is another.

They read a text in half width and ASCII digits. A pattern begins, where it can, with the
characters that may come first: Python's `re` passes quickly over all others.
"""

from __future__ import annotations

import re

from .personal_looks import NUMERALS

# The digit of each numeral in its order: three ways to write zero, 1 to 9, 幺 for 1, those of accounts.
CHINESE_DIGITS = str.maketrans(NUMERALS, "000123456789" + "1123456789")
# Numbers in circles, brackets or bold: before a digit they count the items of a list.
COUNTED = re.compile("[①-⒛❶-❿➀-➓](?=[0-9])")
# What stands between the digits of one number: blanks and line breaks, dashes, dots, brackets, Markdown, what
# is not seen.
GAP = r"[\s\-\u2010-\u2015\u2212~·•…./_,、:;|+()\[\]【】*`\\\xad\u200b-\u200f\u2060\ufeff\ufe0f\u20e3]{0,5}"
# Gaps that part other things than the digits of one number just as well.
PARTING = frozenset(".,。/、:;|+")

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
CROSSES = str.maketrans("x×хХχΧ✕╳", "XXXXXXXX")
LAST = r"[\dXx×хХχΧ✕╳]"
IDENTITY = re.compile(rf"[1-9](?=((?:{GAP}\d){{5}}{GAP}[12]{GAP}[089](?:{GAP}\d){{9}}{GAP}{LAST})(?![0-9]))")
IDENTITY_LABEL = (
    r"(?:身[份分][证証證]?(?:件)?|证件|公民身份|居[住留]证|社会保障号?|s[Ff][Zz][Hh]?|S[Ff][Zz][Hh]?|I[Dd]\s?[Cc]ard|"
    r"i[Dd]\s?[Cc]ard|ID)(?:[号號][码碼]?|编号)?[^\d。；]{0,8}"
)
IDENTITY_LABEL_BEFORE = re.compile(f"{IDENTITY_LABEL}$")
IDENTITY_LABEL_AFTER = re.compile(r"\s?[(]?(?:居民)?身份证")
LABELLED_IDENTITY = re.compile(
    rf"{IDENTITY_LABEL}(?P<number>[1-9](?:{GAP}\d){{16}}(?:{GAP}{LAST})?(?![0-9])"
    r"|[1-9][\dOoIl]{16}[\dOoIlXx](?![0-9A-Za-z]))"
)
OLD_IDENTITY = re.compile(
    r"[1-9]\d{5}[\s\-.·]?(\d{2})[\s\-.·]?(\d{2})[\s\-.·]?(\d{2})[\s\-.·]?\d{3}(?![0-9A-Za-z]|[\s\-.·]\d)"
)

# A mobile number from its first digit on; what may stand before it, with the country's code.
MOBILE = re.compile(rf"1(?=({GAP}[3-9](?:{GAP}\d){{9}})(?!\d))")
COUNTRY = re.compile(r"(?<!\d)(?:[(]?(?:\+|00)?86[)]?[\s\-./,]{0,3})?(?:[(]?0[)]?[\s\-]{0,2})?[(]?\Z")
EXPONENT = re.compile(r"1\.[3-9]\d{9}[eE]\+?10(?!\d)")
MOBILE_LABEL = re.compile(
    r"(?:手机|电话|移动|联系|致电|拨打|来电|短信|热线|号码|咨询|报名|微信|(?<!合)同号|[Tt][Ee][Ll]|[Mm]obile|[Pp]hone|"
    r"[Cc]ell|MOB|TEL|PHONE)[^\d。；]{0,8}$"
)
WITH_LETTERS = re.compile(r"[1lI][3-9][\dOoIl]{9}(?![0-9A-Za-z])")
# The sizes of the groups in which a mobile number is written; two groups may be parted anywhere by a blank.
WRITTEN_IN = (
    "11 3-4-4 3-3-5 3-8 7-4 4-3-4 4-4-3 5-6 6-5 3-5-3 5-3-3 5-2-4 3-6-2 2-9 3-2-2-2-2 3-3-3-2 3-2-3-3",
    "1-10 1-2-4-4 1-3-3-4 2-3-3-3 3-2-2-4 3-4-2-2 1-1-1-1-1-1-1-1-1-1-1",
)
GROUPS = frozenset(tuple(map(int, each.split("-"))) for each in " ".join(WRITTEN_IN).split())
PARTED = frozenset({(11,), (3, 4, 4), (3, 3, 5), (1,) * 11, (4, 3, 4), (3, 3, 3, 2), (3, 2, 2, 2, 2), (3, 8)})
IP = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
ALONE = re.compile(r"\d{15}|\d{6}([-·])\d{6}\1\d{3}")

CARD = re.compile(rf"[3-69](?=((?:{GAP}\d){{15,18}})(?!\d))")
CARD_BEGINS = re.compile(r"62|60|4|5[1-5]|3[57]|95|9[01]")
CARD_LABEL = re.compile(r"(?:卡号?|账[号户]|帐[号户]|储蓄|工资|[Cc]ard)[^\d。；]{0,8}$")
# Named so, a number is one whatever its check digit says.
CARD_SURE = re.compile(
    r"(?:银行卡?|[储借信]\w{1,2}卡|工资卡|[农工建中交招邮]行卡?|银联卡?)(?:号码?|账号)?\s?[:为是]?\s?$"
)

# What tells, right before or behind it, that a number is another one: a document's, a code, an amount.
OTHER_BEFORE = re.compile(
    r"(?:[〔\[({【]\d{4}[〕\])}】]\D{0,3}第?|备案?号?|第|字|编号|编码|代码|代号|[单票文序]号|回[执单]号?|流水|凭证|订单|合同|发票|"
    r"票据|许可|(?<!身份)证号?|证书|注册|(?<!报名)(?<!电话)(?<!手机)(?<!联系)登记|序列|条码|案号|学籍|资产|设备|档案|批次|批号|型号|"
    r"标准|版本|项目|课程|信用|核准|税号|(?<!hone )(?<!手机)(?<!号码)(?<!电话)[Nn][Oo][.:]|№|S/?N|ISBN|[¥$]|"
    r"人民币|金额|经费|预算|总[额计数量和值]|合计|共计|累计|小计|投资|产值|收入|支出|资金|余额|利润|学费|收费|费用|面积|坐标|经度|纬度|QQ群|群|扫描件|附件|"
    r"(?<![机话信系络同线])(?<![账帐小短])号)"
    r"(?:号码?)?[:]?\s?(?:为|是|约|计)?\s?[A-Z]{0,6}[-_]?$"
)
COUNT_BEFORE = re.compile(r"(?:[数量次人室楼号路期]|分别|各)(?:为|是)?[:]?\s?$")
CODE_BEFORE = re.compile(r"(?:[A-Z]{2,}|[A-Za-z][A-Za-z0-9]*[-_.]|[0-9][-_.])$")
# What looks like a code's beginning and is not: a name in small letters, a number in a list or a telephone
# number.
NAME_BEFORE = re.compile(
    r"(?<![A-Za-z0-9])(?!(?:id|no|sn|code|num|img|pic|doc|ref|order|file|item|scan|ver|pos|dev)[-_])[a-z]{2,12}[-_]$"
    r"|(?:^|[\s;。,:])\d{1,2}[.]$|(?<!\d)(?:\d{7,8}|17951|12593)-$|1[3-9]\d{9}[-_/.]$"
)
# Right before a number: nothing else can be meant.
MOBILE_SURE = re.compile(
    r"(?:手机|电话|移动|微信|(?<!合)同号|联系方式|致电|拨打|请拨|[Tt][Ee][Ll]|[Mm]ob(?:ile)?|[Pp]hone|MOB|"
    r"PHONE|(?<![A-Za-z])[TtMmPp][.:])"
    r"(?:号码?)?\s?(?:登记|[Nn][Oo])?[:.\s为是]{0,3}[-(]?$"
)
PERSON = "(?!.{0,2}(?:老师|主任|女士|先生|同志|经理|校长|机主))"
OTHER_AFTER = re.compile(
    rf"\s?(?:元{PERSON}|[万亿]{PERSON}|人[^ 事]{PERSON}|人次|课时|学时|平方|㎡|m2|吨|千瓦"
    rf"|号(?!码|机|$|[\s,。;)]|[(]?(?:微信|机主)){PERSON}|\.(?!0(?!\d))\d{{1,2}}(?!\d)|[-_/][A-Z0-9]"
    r"|\.(?:pdf|jpe?g|png|gif|docx?|xlsx?|pptx?|zip|rar|mp[34]|csv|txt|html?)(?![a-z]))"
)
# Further groups of digits: then the eleven are a part of something longer.
MORE_BEFORE = re.compile(r"(?<!\d)\d{1,6}\s$")
MORE_AFTER = re.compile(r"[\s\-.](?!\s?1[3-9]\d)\d{1,6}(?!\d)")
DIGEST = re.compile(r"[0-9A-Fa-f]{32,}")
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s一-鿿]+")

AT = r"\s?(?:@|#at#|[(\[【{](?:[aA][tT]|艾特)[)\]】}]|艾特|(?<=\s)[aA][tT](?=\s))\s?"
DOT = r"\s?(?:[.。点]|[(\[【](?:dot|DOT)[)\]】]|(?<=\s)(?:dot|DOT)(?=\s))\s?|\s(?=com\b|cn\b|net\b)"
MAIL = re.compile(
    rf"[A-Za-z0-9](?:[A-Za-z0-9._+-]{{0,40}}){AT}[A-Za-z0-9-]{{1,30}}(?:(?:{DOT})[A-Za-z0-9-]{{1,30}}){{0,2}}"
    rf"(?:{DOT})[A-Za-z]{{2,8}}"
)
# Frequent surnames, but for those with which other words begin.
SURNAME = (
    "(?!徐州|郑州|沈阳|唐山|张家|许可|罗列|范围|陶瓷|陆[军地]|韩国|孔子|谢绝)"
    "[王李张刘陈杨赵吴徐孙胡朱郭罗郑梁谢宋唐许邓韩冯曹彭肖董袁潘蒋蔡杜魏吕丁沈姚卢姜崔钟谭陆汪范廖贾韦邹孟熊秦邱"
    "尹薛闫陶贺郝龚邵钱戴孔汤]"
)
OWNER = (
    "个人|私人|本人|私|家庭|家属|老师|先生|女士|同志|校长|院长|主任|经理|教授|医生|法人|代表人?|[Qq]{2}|自己|(?<!尤)其|我|她|(?<!其)他|你|"
    rf"讲师|教师|导师|教练|学员|学生|家长|专家|负责人|联系人|经办人|班主任|辅导员|主讲人?|授课人|书记|工程师|会计|{SURNAME}[总工姐哥师]|"
    rf"(?<![一-鿿]){SURNAME}[一-鿿]{{1,2}}"
)
MAIL_LABEL = re.compile(
    rf"(?:(?:{OWNER})的?\s?(?:常用|备用|工作)?(?:电子|[Qq]{{2}}|网易)?"
    r"(?:邮箱|邮件|邮址|(?<![长任记理])信箱|电邮|私邮|邮|[Ee]-?[Mm]ail|EMAIL|[Mm]ail)|私邮)"
    r"(?:地址|账号)?\s?(?:\d|[(][^()]{1,6}[)])?\s?(?:为|是)?[:]?\s{0,4}(?:[一-鿿]{2,4}\s?[<(:]|[<(])?$"
    rf"|(?<![一-鿿]){SURNAME}[一-鿿]{{1,2}}(?:老师|主任|同志|先生|女士)?\s?[:(<,/]?\s?$"
)

ACCOUNT = r"[A-Za-z][A-Za-z0-9_-]{5,19}|[1-9]\d{4,10}|[1-9]\d{2,4}(?:[\s-]\d{1,5}){1,3}"
CHAT = re.compile(
    r"(?:微\.?\s?信|威信|薇信|徽信|围信|[Ww]ei信|W[Ee][Cc][Hh][Aa][Tt]|w[Ee][Cc][Hh][Aa][Tt]|W[Ee][Ii][Xx][Ii][Nn]|w[Ee][Ii][Xx][Ii][Nn]"
    r"|V[Xx]|v[Xx]|W[Xx]|w[Xx]|V信|v信|V(?=\s?:)|v(?=\s?:)|加[Vv微薇Qq扣]|\+\s?[Vv]|➕\s?[Vv]"
    r"|Q[Qq]|q[Qq]|Q(?=号|\s?:)|q(?=号|\s?:)|企鹅|扣扣|钉钉|飞书(?=\s?[号账帐:])|Skype|Telegram)"
    r"(?P<sign>\s?(?:号码?|账号|帐号|I[Dd]|i[Dd]|名|同号))?(?P<way>\s?(?:搜索?|联系|请?加|添加))?\s{0,2}"
    r"(?P<colon>[:=]|为[:]?|是[:]?)?\s{0,4}(?P<mark>[(\[<“\"「『‘'《【]|[-_/|~—–,、·#@➕+→]{1,2})?\s?"
    rf"(?P<name>{ACCOUNT})(?![0-9A-Za-z@])(?!\s?[型版])"
)
# Words of computing that are no account.
WORDS = re.compile(r"(?:python|android|iphone|windows|harmony|github|wechat|weixin|office|mysql|html)", re.I)
PAPER = re.compile(
    r"(?:护照|通行证|军官证|士兵证|警官证|台胞证|回乡证|居留证)(?:号码?|编号|证号)?\s?(?:[Nn][Oo][.:]?)?\s?(?:为|是)?[:]?\s?"
    r"(?P<name>[A-Z]{3}\d{12}|[A-Z]{0,2}\s?\d{4}\s?\d{2,6}|[军士武南北沈兰成济广海空]字第?\d{6,8})(?![0-9])"
)

HOME = re.compile(
    r"(?:(?P<sure>家住|人现?住|自宅)|家庭(?:所在地|(?:详细|通讯)?[住地]址)|[现宅]?住址|宅址|[常暂]住地址?|居住地址?|户籍(?:所在地|地址|地)"
    r"|户口所在地|现住(?=\s?:))(?:[(][^()]{1,6}[)])?"
    r"(?P<colon>\s?[:为是在]{1,2})?\s{0,4}"
    r"(?P<name>[^\s:;。!?《》“”][^\n:;。!?《》“”]{1,40})"
)
# What a place of living has: of a town or street, and of a house.
PLACE = re.compile("[省市区县镇乡村街路巷弄苑园庄里组]|小区|公寓|社区")
HOUSE = re.compile(r"[0-9一二三四五六七八九十百]\s?(?:[号幢栋室弄座楼组]|单元|-\d)|[0-9A-Z]座")
