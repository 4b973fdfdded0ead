"""The words that rules look for, in Japanese, English, Indonesian and Vietnamese: data, with what excuses them.

Verbose regular expressions: a blank counts only where it is escaped.
"""

from recruit.postings.rules.codes import FindingRule
from recruit.postings.rules.findings.wording import Wording

# Said of a limit, these take it back.
_NOT_LIMITED = r"""
    不問|問いません|問わ(?:ず|ない)|限定(?:しません|しない|せず|ではあり)|限り?(?:ません|らない|らず)|ではありません|制限は?(?:なし|ありません|設け)
    |\bnot\ (?:only|limited|restricted|for)\b|\bno\ (?:limit|restriction)|\bregardless\b|\bwe\ do\ not\b
    |\btidak\ (?:hanya|membatasi|dibatasi|membedakan|khusus)\b|\btanpa\ (?:membedakan|batas)|\bbukan\b
    |không\ (?:chỉ|phân\ biệt|giới\ hạn)|bất\ kể
"""
# Said of money, these say that none is asked for, or that the company pays it.
_NOT_ASKED = r"""
    (?:は|も|等|など|を|が|の請求は|の徴収は)?(?:一切)?(?:ありません|ございません|不要|いただきません|求めません|徴収(?:しません|しない)|取りません|なし|無し|無い|請求しません|かかりません)(?!.*(?:返金|返還))
    |敷金|家賃|社宅|寮|アパート|\b(?:flat|apartment|housing|rent|key\ money|soil|mineral|alluvial|geological)\b|\b(?:apartemen|kamar|sewa|kontrakan)\b|thuê\ nhà|tiền\ nhà|căn\ hộ|phòng\ trọ
    |会社(?:が|で)?(?:全額)?(?:負担|支払)|会社持ち|禁止
    |\b(?:no|not|never|nobody|without|neither|nor)\b(?!\ (?:refund|return|be\ (?:refund|return)|paid\ back))|\b(?:paid|covered)\ by\ (?:the\ company|us)|\b(?:we|company)\ pays?\b
    |\b(?:tidak|tanpa|bebas|bukan|dilarang)\b(?!\ (?:dikembalikan|kembali|dapat\ dikembalikan))|ditanggung\ (?:oleh\ )?perusahaan
    |không(?!\ (?:hoàn|trả\ lại|được\ hoàn|được\ trả))|miễn|cấm|công\ ty\ (?:trả|chịu|chi\ trả)
"""

LIMITING = (
    Wording(
        FindingRule.LIMITING_SEX,
        r"""
        (?:男性|女性|男子|女子|男|女)の?(?:方|者)?(?:のみ|限定|に限|だけ|歓迎|優先|を?募集|急募|を?希望|を求め)
        |\b(?:fe)?males?\ (?:only|candidates|applicants|preferred)\b|\b(?:wo)?m[ae]n\ (?:only|preferred)\b|\bonly\ (?:fe)?males?\b|\bonly\ (?:wo)?m[ae]n\b
        |\b(?:khusus|hanya|diutamakan|dicari)\ (?:untuk\ )?(?:laki-?\ ?laki|pria|wanita|perempuan)\b|\b(?:laki-laki|pria|wanita|perempuan)\ saja\b
        |(?<!kim\ )\bchỉ\ (?:tuyển\ |nhận\ |dành\ cho\ )?(?:lao\ động\ |ứng\ viên\ )?(?:nam|nữ)\b(?!\ ?\d)|\bưu\ tiên\ (?:ứng\ viên\ )?(?:nam|nữ)\b|\bgiới\ tính:?\ (?:nam|nữ)\b|\btuyển\ (?:nam|nữ)\b(?!\ ?\d|,?\ nữ|/nữ|\ hoặc)
        """,
        rf"{_NOT_LIMITED}|男女|寮|更衣室|トイレ|nam\ nữ|male\ (?:or|and)\ female|\bdormitor|\btoilet|\bchanging\ room|\basrama\b|ký\ túc\ xá",
    ),
    Wording(
        FindingRule.LIMITING_AGE,
        r"""
        (?!18[歳才])\d{2}[歳才](?:以下|まで|未満|以上|くらいまで|位まで|迄)|\d0代(?:の方)?(?:のみ|限定|まで|に限|歓迎)|(?:若い(?:方|人材?|男性|女性)|若手)(?:のみ|限定|に限|だけ|を?歓迎|を?募集|を?希望|を求め)|年齢(?:制限|上限)(?:あり|:\ ?\d|は\d)
        |\b(?:under|below|up\ to|over|above|younger\ than|not\ older\ than|max(?:imum|\.)?)\ (?:the\ age\ of\ )?(?!18)\d{2}(?:\ years?\ (?:old|of\ age)\b|\ ?yo\b)|\b(?:under|over|below)\ the\ age\ of\ (?!18)\d{2}|\b(?:maximum\ age|age\ limit)\b|\bage[ds]?:?\ (?:between\ )?\d{2}\ ?(?:-|–|to|and)\ ?\d{2}
        |\b(?:usia|umur)\ (?:maksimal|maks\b|di\ bawah|paling\ tua|antara|\d{2}\ ?(?:-|–|sampai|hingga))|\b(?:maksimal|maks\.?|di\ bawah)\ (?:usia\ |umur\ )\d{2}
        |(?:dưới|không\ quá|tối\ đa|trên)\ (?!18)\d{2}\ tuổi|(?:độ\ )?tuổi:?\ (?:từ\ )?\d{2}\ ?(?:-|–|đến)\ ?\d{2}|từ\ \d{2}\ ?(?:-|–|đến)\ ?\d{2}\ tuổi
        """,
        rf"{_NOT_LIMITED}|定年|再雇用|活躍|在籍|の社員|のスタッフ|継続雇用|雇用延長|勤務延長|例外事由|\bretire|\bpensiun|nghỉ\ hưu|\bno\ (?:maximum\ age|age\ limit)|\bno\b$|\bno\ +$|^\bno\b|\btidak\ ada\b",
    ),
    Wording(
        FindingRule.LIMITING_NATIONALITY,
        r"""
        (?:ベトナム|インドネシア|日本|外国|中国)(?:人|国籍|籍)(?:の?方|者|材)?(?:のみ|限定|に限|だけ)|国籍(?:限定|指定|に限)|日本国籍(?:必須|の方|を有する)
        |(?<!in\ )\b(?:vietnamese|indonesians?|foreigners)\ only\b|\b(?:vietnamese|indonesian|japanese|foreign)\ (?:nationals?|citizens?|people|applicants?|candidates?)\ only\b
        |\bonly\ (?:vietnamese|indonesian|japanese|foreign)\ (?:nationals?|citizens?|people|applicants?|candidates?)\b
        |\b(?:khusus|hanya)\ (?:untuk\ )?(?:wni|wna|warga\ negara\ \w+|orang\ (?:indonesia|vietnam|jepang|asing))\b|\bwni\ saja\b
        |chỉ\ (?:tuyển\ |nhận\ |dành\ cho\ )?(?:người|công\ dân|lao\ động|ứng\ viên)\ (?:có\ )?(?:quốc\ tịch\ )?(?:việt|indonesia|nhật|nước\ ngoài)
        """,
        _NOT_LIMITED,
    ),
    Wording(
        FindingRule.LIMITING_FAITH,
        r"""
        (?:イスラム教徒|ムスリム|宗教(?:上の理由)?|ヒジャブ|礼拝)(?:の方)?(?:は|を|も)?(?:不可|お断り|禁止|ご遠慮|できません|認めません)
        |\bno\ (?:muslims?|hijab|headscar(?:f|ves)|prayers?|praying)\b|\b(?:hijab|headscar(?:f|ves)|prayers?|praying)\ (?:is|are)\ (?:not\ allowed|forbidden)
        |\b(?:dilarang|tidak\ boleh)\ (?:memakai\ |berhijab|hijab|jilbab|salat|shalat|sholat|beribadah)|\b(?:non-?muslim\ saja|khusus\ non-?muslim)
        |không\ (?:nhận|tuyển)\ (?:người\ )?(?:hồi\ giáo|theo\ đạo|có\ đạo)|cấm\ cầu\ nguyện
        """,
    ),
)

MONEY = (
    Wording(
        FindingRule.MONEY_WORDS,
        r"""
        違約金|保証金|罰金|ペナルティ|デポジット|供託金|預り金|預け金|損害賠償額?の予定|(?:途中|早期|\d+年(?:以内|未満))[^。]{0,12}(?:退職|退社|離職)[^。]{0,20}(?:返還|返済|返金|支払)
        |(?<!direct\ )(?<!bank\ )\bdeposits?\b|\bpenalt(?:y|ies)\b|\bfined\b|\ba\ fine\ of\b|\b(?:repay|pay\ back|reimburse)\b[^.]{0,50}\b(?:leave|quit|resign)
        |\buang\ (?:jaminan|deposit)\b|\b(?:di)?denda\b|\bjaminan\ ijazah\b|\bpenalti\b
        |tiền\ (?:đặt\ )?cọc|đặt\ cọc|tiền\ phạt|phạt\ (?:hợp\ đồng|vi\ phạm|tiền|\d|đến\ \d|[^.]{0,30}(?:nếu|khi)\ (?:nghỉ|bỏ|thôi|phá))|bị\ phạt|ký\ quỹ|tiền\ thế\ chân|bồi\ thường\ hợp\ đồng
        """,
        _NOT_ASKED,
    ),
    Wording(
        FindingRule.PAPERS_KEPT,
        r"""
        (?:パスポート|旅券|在留カード|卒業証書|学位記)(?:の原本)?(?:は|を|も)?(?:入社後)?(?:当社|会社)?(?:で|が|に)?(?:お?預(?:か|け)|保管|提出して預)
        |\b(?:keeps?|holds?|retains?|surrender|hand\ over)\ (?:your\ |the\ )?(?:original\ )?(?:passports?|residence\ cards?|diplomas?)|\b(?:passports?|diplomas?|residence\ cards?)\ (?:is|are|will\ be)\ (?:kept|held|retained)
        |\b(?:menahan|menyimpan|menitipkan)\ (?:paspor|ijazah)|\b(?:paspor|ijazah)\ (?:asli\ )?(?:ditahan|disimpan|dititipkan)
        |(?:giữ|thu|thu\ giữ|tạm\ giữ)\ (?:lại\ )?(?:hộ\ chiếu|bằng\ gốc|bằng\ đại\ học|thẻ\ lưu\ trú|thẻ\ ngoại\ kiều)
        """,
        r"しません|ません|致しません|しない|ご自身|本人が|\b(?:not|never|yourself|no)\b|\b(?:tidak|sendiri|bukan)\b|không|tự",
    ),
    Wording(
        FindingRule.LEAVING_FORBIDDEN,
        r"""
        (?:\d+年間?|契約期間中|期間中)?(?:は|の)?(?:自己都合)?(?:退職|退社|転職|辞職)(?:は|を)?(?:禁止|できません|認めません|不可)
        |\b(?:may|must|can)\ ?not\ (?:quit|leave\ the\ company|resign|change\ (?:jobs|employers?))|\b(?:quitting|resign(?:ing|ation)|leaving\ the\ company)\ is\ (?:forbidden|not\ allowed|prohibited)
        |\b(?:dilarang|tidak\ boleh)\ (?:mengundurkan\ diri|resign|pindah\ kerja|berhenti\ (?:be)?kerja)
        |(?:không\ được|cấm)\ (?:phép\ )?(?:nghỉ\ việc|thôi\ việc|chuyển\ việc|bỏ\ việc|chấm\ dứt\ hợp\ đồng)
        """,
    ),
    Wording(
        FindingRule.OVERTIME_UNPAID,
        r"""
        サービス残業|(?<!固定)(?<!みなし)(?<!定額)(?:残業代|時間外手当|残業手当|割増賃金)(?:は|の支給は|が)?(?:なし|無し|ありません|出ません|支給(?:しません|なし)|支払いません)
        |\bno\ (?:overtime\ pay|pay\ for\ overtime)|\bunpaid\ overtime|\bovertime\ (?:is|will\ be)\ (?:not\ paid|unpaid)
        |\btanpa\ (?:uang|upah|bayaran)\ lembur|\blembur\ (?:tidak\ (?:akan\ )?dibayar|tanpa\ bayaran)
        |không\ (?:trả|có|được\ trả)\ (?:tiền\ |lương\ )?(?:tăng\ ca|làm\ thêm|ngoài\ giờ)|(?:tăng\ ca|làm\ thêm)\ không\ (?:lương|được\ trả)
        """,
        r"サービス残業(?:は|も)?|(?:は|も)?(?:一切)?(?:ありません|させません|禁止)|\b(?:there\ is\ no|never|we\ have\ no|not?\ any|no)\b|ほとんどない|\btidak\ ada\b|\bkhông\ có\b",
    ),
    Wording(
        FindingRule.NO_PAID_LEAVE,
        r"""
        (?:有給|有給休暇|年次有給休暇|年休)(?:は|が)?(?:なし|無し|ありません|取れません|取得できません|与えません)
        |\bno\ (?:annual\ |paid\ )+(?:leave|holidays?|vacation)
        |\b(?:tidak\ ada|tanpa)\ (?:hak\ )?cuti\ (?:tahunan|berbayar)\b
        |không\ có\ (?:ngày\ )?(?:nghỉ\ phép|phép\ năm)
        """,
    ),
    Wording(
        FindingRule.PAY_DEDUCTION,
        r"""
        天引き?|(?:給与|給料|賃金|月給)(?:から|より)[^。]{0,12}(?:控除|差し引|引き|差引)
        |\b(?:deducted|taken|withheld)\ from\ (?:your\ |the\ )?(?:monthly\ )?(?:pay|salary|wages?)
        |\b(?:dipotong|potong)\ (?:langsung\ )?(?:dari\ )?(?:gaji|upah)|\b(?:gaji|upah)\ dipotong
        |(?:khấu\ )?trừ\ (?:thẳng\ |trực\ tiếp\ )?(?:vào|từ)\ (?:tiền\ )?lương
        """,
        r"協定|税|社会保険|保険料|年金|しません|\bagreement|\btax|\binsurance|\bnot\b|\bno\b|\bperjanjian|\bkesepakatan|\bpajak|\basuransi|\btidak\b|thỏa\ thuận|thoả\ thuận|thuế|bảo\ hiểm|không",
    ),
)
