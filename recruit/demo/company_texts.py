"""What the invented companies are made of: parts of names, sentences in Japanese and English."""

from dataclasses import dataclass

from recruit.organisations.rules import Prefecture, Trade

# (written, read, in Latin letters): a stem and an ending are joined at random, so a name means no company on purpose.
STEMS: tuple[tuple[str, str, str], ...] = (
    ("朝凪", "アサナギ", "Asanagi"), ("星見", "ホシミ", "Hoshimi"), ("風早", "カザハヤ", "Kazahaya"),
    ("千鳥", "チドリ", "Chidori"), ("雪代", "ユキシロ", "Yukishiro"), ("月影", "ツキカゲ", "Tsukikage"),
    ("若竹", "ワカタケ", "Wakatake"), ("白瀬", "シラセ", "Shirase"), ("青葉", "アオバ", "Aoba"),
    ("夕霧", "ユウギリ", "Yugiri"), ("花野", "ハナノ", "Hanano"), ("八重", "ヤエ", "Yae"),
    ("深緑", "フカミドリ", "Fukamidori"), ("汐見", "シオミ", "Shiomi"), ("東雲", "シノノメ", "Shinonome"),
    ("山吹", "ヤマブキ", "Yamabuki"), ("岩清", "イワキヨ", "Iwakiyo"), ("水澄", "ミスミ", "Misumi"),
    ("鶴舞", "ツルマイ", "Tsurumai"), ("初霜", "ハツシモ", "Hatsushimo"), ("虹ヶ", "ニジガ", "Nijiga"),
    ("鳴海", "ナルミ", "Narumi"), ("桐生", "キリオ", "Kirio"), ("藤波", "フジナミ", "Fujinami"),
    ("早瀬", "ハヤセ", "Hayase"), ("金森", "カナモリ", "Kanamori"), ("日向", "ヒナタ", "Hinata"),
    ("楠木", "クスノキ", "Kusunoki"), ("霞川", "カスミガワ", "Kasumigawa"), ("三雲", "ミクモ", "Mikumo"),
    ("常磐", "トキワ", "Tokiwa"), ("瑞穂", "ミズホ", "Mizuho"), ("氷室", "ヒムロ", "Himuro"),
    ("菊水", "キクスイ", "Kikusui"), ("暁野", "アカツキノ", "Akatsukino"), ("銀杏", "イチョウ", "Icho"),
    ("松籟", "ショウライ", "Shorai"), ("春日井", "カスガイ", "Kasugai"), ("立花", "タチバナ", "Tachibana"),
    ("緑川", "ミドリカワ", "Midorikawa"), ("石走", "イワバシリ", "Iwabashiri"), ("大樹", "タイジュ", "Taiju"),
    ("遠音", "トオネ", "Tone"), ("海野", "ウンノ", "Unno"), ("高嶺", "タカネ", "Takane"),
)  # fmt: skip
ENDINGS: tuple[tuple[str, str, str], ...] = (
    ("原", "ハラ", "hara"), ("丘", "オカ", "oka"), ("谷", "ダニ", "dani"), ("浜", "ハマ", "hama"),
    ("台", "ダイ", "dai"), ("沢", "サワ", "sawa"), ("橋", "バシ", "bashi"), ("森", "モリ", "mori"),
    ("坂", "ザカ", "zaka"), ("平", "ダイラ", "daira"), ("島", "ジマ", "jima"), ("崎", "ザキ", "zaki"),
    ("里", "サト", "sato"), ("泉", "イズミ", "izumi"), ("峰", "ミネ", "mine"), ("岬", "ミサキ", "misaki"),
)  # fmt: skip


@dataclass(frozen=True)
class Suffix:
    """The second half of a company's name, and what such a company does."""

    ja: str
    kana: str
    en: str
    kind: str
    trades: tuple[Trade, ...]
    more_trades: tuple[Trade, ...]


_CIVIL = (
    Trade.SCAFFOLDING_EARTHWORK_CONCRETE,
    Trade.PAVING,
    Trade.DREDGING,
    Trade.WATER_FACILITIES,
    Trade.MASONRY,
)
_BUILDING = (Trade.CARPENTRY, Trade.INTERIOR_FINISHING, Trade.ROOFING, Trade.PAINTING, Trade.WATERPROOFING)
_SERVICES = (
    Trade.FIRE_PROTECTION,
    Trade.TELECOMMUNICATION,
    Trade.HEAT_INSULATION,
    Trade.MACHINERY_INSTALLATION,
)
SUFFIXES: tuple[Suffix, ...] = (
    Suffix("建設", "ケンセツ", "Construction", "both", (Trade.CIVIL_GENERAL, Trade.BUILDING_GENERAL), _CIVIL),
    Suffix("土木", "ドボク", "Civil Works", "civil", (Trade.CIVIL_GENERAL,), _CIVIL),
    Suffix("工務店", "コウムテン", "Builders", "building", (Trade.BUILDING_GENERAL,), _BUILDING),
    Suffix("道路", "ドウロ", "Roads", "civil", (Trade.CIVIL_GENERAL, Trade.PAVING), _CIVIL),
    Suffix("設備", "セツビ", "Building Services", "services", (Trade.PIPING, Trade.ELECTRICAL), _SERVICES),
    Suffix("橋梁", "キョウリョウ", "Bridges", "steel", (Trade.STEEL_STRUCTURE, Trade.CIVIL_GENERAL), _CIVIL),
    Suffix("測量設計", "ソクリョウセッケイ", "Survey and Design", "survey", (Trade.CIVIL_GENERAL,), _CIVIL),
    Suffix("鉄構", "テッコウ", "Steel Structures", "steel", (Trade.STEEL_STRUCTURE,), _BUILDING),
    Suffix("組", "グミ", "Gumi", "both", (Trade.CIVIL_GENERAL, Trade.BUILDING_GENERAL), _BUILDING),
)

ABOUT: dict[str, dict[str, str]] = {
    "both": {
        "ja": "{year}年の創業以来、{place_ja}を中心に道路、河川、学校、病院をつくってきました。社員は{staff}名、多くが地元の出身です。",
        "en": "Since {year} we have built roads, river works, schools and hospitals, mostly in {place_en}. We are {staff} people, many of them from here.",
    },
    "civil": {
        "ja": "{year}年創業の土木会社です。{place_ja}の道路、橋の下部工、護岸、上下水道を、調査から維持管理まで{staff}名で担っています。",
        "en": "A civil engineering company founded in {year}. {staff} people build and maintain roads, bridge piers, embankments and water pipes in {place_en}.",
    },
    "building": {
        "ja": "{year}年から{place_ja}で集合住宅、福祉施設、保育園を建てています。社員{staff}名。設計から施工、引渡し後の修繕まで自社で行います。",
        "en": "Since {year} we have built apartment houses, care homes and nurseries in {place_en}. {staff} people design, build and repair under one roof.",
    },
    "services": {
        "ja": "空調、給排水、電気の設備工事会社です。{year}年創業、社員{staff}名。{place_ja}の病院と工場の設備を数多く手がけています。",
        "en": "We install air conditioning, plumbing and electricity. Founded in {year}, {staff} people, with many hospitals and factories in {place_en}.",
    },
    "steel": {
        "ja": "{year}年創業。橋と建築鉄骨の製作と架設を{staff}名で行っています。{place_ja}の工場ではBIMで作図し、ロボット溶接を使います。",
        "en": "Founded in {year}; {staff} people make and erect bridges and steel frames. In our works in {place_en} we draw in BIM and weld with robots.",
    },
    "survey": {
        "ja": "{year}年から{place_ja}で測量、設計、施工管理の支援をしています。社員{staff}名。ドローンと3次元測量に早くから取り組みました。",
        "en": "Since {year} we have surveyed, designed and supported site management in {place_en}. {staff} people; we began early with drones and 3D survey.",
    },
}
REACH: tuple[dict[str, str], ...] = (
    {
        "ja": "現場は会社から車で1時間以内がほとんどです。転勤はありません。",
        "en": "Most sites are within an hour by car. Nobody is sent to another part of the country.",
    },
    {
        "ja": "現場は県内と隣の県です。遠い現場では会社が宿舎を用意します。",
        "en": "Sites are in our prefecture and the next one. For distant sites the company provides lodging.",
    },
    {
        "ja": "公共工事が7割、民間工事が3割です。週休2日の現場が増えています。",
        "en": "Seven tenths of our work is public, three tenths private. More and more sites rest two days a week.",
    },
)
WELCOME: tuple[dict[str, str], ...] = (
    {
        "ja": "新人には1年間、決まった先輩がつきます。外国から来た社員は資格の勉強会に毎週参加しています。",
        "en": "A newcomer has the same senior colleague for a year. Colleagues from abroad meet every week to study for licences.",
    },
    {
        "ja": "最初の3か月は現場で測量と写真管理を学び、その後、工程と品質の管理を少しずつ任せます。",
        "en": "In the first three months you learn survey and photo records on site; then you take over schedule and quality step by step.",
    },
    {
        "ja": "海外出身の技術者を迎えるのは初めてです。寮と日本語教室を用意し、社長が直接相談に乗ります。",
        "en": "We welcome engineers from abroad for the first time. A dormitory and Japanese lessons are ready, and the president answers questions personally.",
    },
    {
        "ja": "ベトナムとインドネシア出身の先輩が働いています。朝礼の言葉は、やさしい日本語で説明します。",
        "en": "Colleagues from Vietnam and Indonesia already work here. What is said at the morning meeting is explained in plain Japanese.",
    },
)
LAST_NAMES: tuple[str, ...] = (
    "佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤", "吉田", "山田", "松本", "井上",
    "木村", "林", "清水", "山崎", "森", "池田",
)  # fmt: skip
FIRST_NAMES: tuple[str, ...] = (
    "健一", "直樹", "雅之", "恵子", "由美", "智子", "浩二", "隆", "真由美", "大輔", "美穂", "和也", "聡", "裕子",
    "誠", "香織",
)  # fmt: skip
_JA = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 石川県 "
    "福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 "
    "山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
)
PREFECTURES: dict[Prefecture, str] = dict(zip(Prefecture, _JA.split(), strict=True))
