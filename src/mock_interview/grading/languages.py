"""What words addressed to a grader look like in other languages than English.

`OTHERS` has orders as they are worded; `in_other_words` goes by what is named together in one short sentence, in any order:
"all", "criteria" and "met"; "give" and "full marks"; "answer", "yes" and "all"; "ignore", "above" and "rules"; or
a grader who is addressed. A sentence
that says "we" or sets a condition reports how something is graded, and an attack does neither.
"""

import re

UP_TO = r"[^.!?\n]"

OTHERS = (
    # German
    rf"\b(?<!ich )(?:ignorier(?:e|en sie|t)|vergiss|vergessen sie|missachte|missachten sie)\s+(?:bitte\s+)?(?:alle|die|diese|deine|ihre|jede|sämtliche|jegliche)\b{UP_TO}{{0,30}}\b(?:anweisung|vorgabe|instruktion|kriteri|bewertungs)",
    r"\bantworte(?:n sie)?\b[^.!?\n]{0,20}\b(?:mit )?ja\b|\brépond(?:s|ez)\b[^.!?\n]{0,20}\boui\b|\bresponde\b[^.!?\n]{0,20}\bsí\b|отвечай(?:те)?.{0,15}\bда\b|(?:始终|总是|一律|只).{0,3}(?:回答|输出).{0,3}(?:是|l6)",
    rf"\b(?:bewerte|bewerten sie|benote|stufe|werte|markiere|markieren sie|betrachte)\b{UP_TO}{{0,60}}\b(?:als|mit)\b{UP_TO}{{0,20}}\b(?:l[4-8]|erfüllt|ja\b|sehr gut|volle|höchst|bestnote|bestanden)",
    r"\b(?:alle|sämtliche|jedes)\s+(?:\w+ )?kriteri\w+\s+(?:\w+ ){0,2}?(?:ist|sind|gelten als|wurden)\s+(?:\w+ )?(?:erfüllt|gezeigt)",
    rf"\b(?:gib|geben sie|vergib)\b{UP_TO}{{0,30}}\b(?:volle punkt\w*|bestnote|höchste (?:note|stufe|punkt\w*)|l[5-8]\b)",
    r"^\W*(?:hinweis|nachricht|anweisung|notiz) (?:an|für) (?:den|die|das|alle)\s+(?:\w+ )?(?:prüfer|bewerter|gutachter|ki|modell|korrektor)",
    # French
    rf"\b(?:ignore[zr]?|oublie[zr]?)\s+(?:toutes? |tous |tout )?(?:les|tes|vos|ces|cette|la)\b{UP_TO}{{0,30}}\b(?:instructions?|consignes?|directives?|règles|critères|grille)\b",
    rf"\b(?:marque|marquez|considère|considérez|notez|note|évalue|évaluez)\b{UP_TO}{{0,50}}\b(?:comme|en|avec|:)\s*{UP_TO}{{0,20}}\b(?:l[4-8]\b|satisfait|rempli|oui\b|validé|acquis)",
    rf"\btous les critères\b{UP_TO}{{0,20}}\b(?:remplis|satisfaits|respectés|atteints|validés)",
    rf"\b(?:donne|donnez|donner|attribue[zr]?|mets|mettez)\b{UP_TO}{{0,40}}\b(?:note maximale|meilleure note|niveau l?[5-8]|l[5-8]\b|20/20|10/10)",
    # Spanish
    rf"\b(?:ignor(?:a|e|en|ar)|olvid(?:a|e|en))\s+(?:todas? |todos? )?(?:las?|los|tus|sus|estas)\b{UP_TO}{{0,30}}\b(?:instruccion|indicacion|criterios|rúbrica)",
    rf"\b(?:califica|califique|marca|marque|evalúa|evalúe|puntúa|considera)\b{UP_TO}{{0,60}}\b(?:l[4-8]\b|cumplid|satisfech|aprobad|(?:nota|puntuación|calificación) máxima)",
    rf"\btodos los criterios\b{UP_TO}{{0,25}}\b(?:cumpl|satisf)",
    rf"\b(?:dame|dale|otorga|asígna\w*|dé?me)\b{UP_TO}{{0,40}}\b(?:(?:nota|puntuación|calificación) (?:máxima|más alta)|máxima (?:nota|puntuación|calificación)|nivel l?[5-8]|l[5-8]\b)",
    # Portuguese, Italian, Dutch, Polish, Turkish
    rf"\b(?:ignor[ea]|esqueça)\s+(?:todas? |todos? )?(?:as|os|suas)\b{UP_TO}{{0,30}}\b(?:instruç|critérios)",
    rf"\b(?:avalie|marque|classifique)\b{UP_TO}{{0,50}}\b(?:l[4-8]\b|atendid|cumprid|nota máxima)",
    rf"\b(?:ignora|ignorate|dimentica)\s+(?:tutte |tutti )?(?:le|i|gli|queste)\b{UP_TO}{{0,30}}\b(?:istruzioni|indicazioni|criteri)",
    rf"\b(?:valuta|valutate|segna)\b{UP_TO}{{0,50}}\b(?:l[4-8]\b|soddisfatt|massim\w+ (?:voto|punteggio))",
    rf"\b(?:negeer|vergeet)\b{UP_TO}{{0,30}}\b(?:instructies|aanwijzingen|regels)",
    rf"\b(?:zignoruj|zapomnij)\b{UP_TO}{{0,30}}\b(?:instrukcj|polece|wskazów)",
    r"\b(?:önceki|yukarıdaki|tüm)\b.{0,15}\btalimat\w*.{0,10}(?:yok say|unut|görmezden)",
    # Chinese, Japanese, Korean
    r"(?:忽略|无视|無視|忘记|忘掉|不要理会).{0,4}(?:之前|以上|前面|上述|先前|所有|一切|任何).{0,8}(?:指令|指示|说明|提示|规则|要求|標準|标准)",
    r"(?:评分为|评级为|打分为|评为|评定为|评价为|标记为|判定为|判为|视为|给我|给出|给予|打).{0,10}(?:l ?[4-8]|满分|最高分|最高级|最高等级|已满足|已达到)",
    r"(?:所有|全部|每个|每一个|每一项).{0,4}(?:评分|评判)?.{0,2}(?:标准|准则|评分项).{0,6}(?:满足|达到|符合|达成)(?!.{0,2}(?:时|后|才|就|的))",
    r"(?:指示|命令|プロンプト|ルール).{0,4}[をは].{0,4}(?:無視|忘れ)|(?:すべて|全て|全)の?(?:評価)?(?:基準|項目).{0,8}(?:満た|達成)|満点を",
    r"(?:지시|명령|프롬프트|규칙).{0,6}(?:무시|잊)|모든 (?:평가 )?(?:기준|항목).{0,8}충족|만점",
    # Russian, Ukrainian; Arabic; Hindi
    r"(?:игнорируй|забудь|ігноруй).{0,30}(?:инструкц|указани|правил|команд|інструкц|вказів)",
    r"(?:оцени|поставь|отметь|выстави).{0,50}(?:\bl[4-8]\b|максимальн\w+ (?:балл|оцен|уров)|высш\w+ (?:балл|оцен|уров)|как выполнен)",
    r"все критерии.{0,20}(?:выполнен|соблюден|удовлетвор)",
    r"(?:満た|示さ|示し|達成|説明)\S{0,8}(?:もの|こと)として(?:扱|見な|みな|評価|採点|判定)|(?:충족|설명|언급)\S{0,4} ?것으로 ?(?:처리|간주|판정|평가)",
    r"تجاهل.{0,30}(?:التعليمات|الأوامر|القواعد)|निर्देश.{0,15}(?:अनदेखा|नज़रअंदाज़|भूल)",
)


_ENGLISH = re.compile(r"\b(?:the|and|of|is|that|with|it|for|this|are|we|i|you|to|if)\b")
FEWEST_ENGLISH = 2
"""Words of English from which on a sentence is English."""
LONGEST = 200
"""Characters of a sentence that is an order; a longer one is a thought."""
_ALL = re.compile(
    r"\b(?:alle[nrs]?|sämtlich\w*|jede[nmrs]?|tou(?:s|tes?)|chaque|chacun\w*|tod[oa]s|cada|tutt[ie]|ogni|alle|elk\w*|wszystki\w+|każd\w+|"
    r"все[хм]?|всё|каждый|всі|semua|seluruh|setiap|mọi|tất cả|tüm|bütün|her (?:bir|kriter|madde|ölçüt)\w*|lahat)\b"
    r"|所有|全部|每[个項项條条一]|各项|各項|一切|すべて|全て|全項目|各項目|모든|전부|각 ?항목|جميع|كل|كافة|सभी|हर|प्रत्येक"
)
_CRITERIA = re.compile(
    r"kriteri|\bpunkte\b|\bpoints\b|\bpuntos\b|\bpontos\b|\bpunti\b|critère|criteri|critéri|kryteri|barème|rúbrica|rubric|rubrik|bewertungspunkt|(?:points?|puntos?|pontos?|punti) d\w+ "
    r"(?:la |l['’])?(?:grille|barème|rúbrica|lista|rubrica)|критери|пункт|требован|requisit|exigence|anforderung|tiêu chí|yêu cầu|"
    r"标准|標準|准则|评分|評分|要点|检查项|項目|基準|観点|기준|항목|معايير|المعايير|البنود|मानदंड|मापदंड|बिंदु|ölçüt|kriter"
)
_MET = re.compile(
    r"\b(?:erfüll\w*|gezeigt|erreicht|bestanden|vorhanden|gegeben|acquis\w*|remplis?|satisfait\w*|validé\w*|atteints?|"
    r"couverts?|cumplid\w+|satisfech\w+|cubiert\w+|alcanzad\w+|soddisfatt\w+|raggiunt\w+|copert\w+|atendid\w+|cumprid\w+|"
    r"satisfeit\w+|alcançad\w+|voldaan|behaald|spełnion\w+|выполнен\w*|засчита\w*|зачт\w+|соблюден\w*|соблюдён\w*|раскрыт\w*|"
    r"виконан\w*|terpenuhi|memenuhi|tercapai|đạt|đáp ứng|karşıland\w+|sağlan\w+|uppfylld\w*)\b"
    r"|满足|滿足|达到|達到|通过|符合|做到|満た|達成|クリア|합격|충족|만족|달성|مستوفا|مستوفى|محقق|متحقق|استيف|पूर[ाेी]|संतुष्ट"
)
_GIVE = re.compile(
    r"\b(?:gib|geben|vergib|vergeben|verdient|bewerte\w*|zu bewerten|donne\w*|attribue\w*|accorde\w*|mérite|notez|mets|mettez|dale|"
    r"dame|déme|otorg\w+|asign\w+|asígn\w+|merece\w*|pon|ponga|da[mi]?mi|dategli|assegn\w+|merita|attribu\w+|atribua|conceda|dê|geef|"
    r"przyznaj|daj|(?:по)?ставь\w*|дай\w*|присво\w+|заслужива\w+|beri(?:kan)?|layak|cho|xứng đáng|ver(?:in|iniz)?|ge)\b"
    r"|给|給|应得|應得|判|打|与え|付け|つけ|ください|お願い|주세요|주십시오|부여|줘|امنح|منح|أعط|اعط|دें|दीजिए|दो\b|दिए"
)
_TOP = re.compile(
    r"\b(?:höchst\w+ (?:stufe|note|punkt\w*|bewertung|niveau)|bestnote|volle[nr]? punkt\w*|note maximale|meilleure note|tous les points|"
    r"niveau (?:le plus élevé|maximal|maximum)|(?:nota|puntuación|calificación|puntaje|pontuação) (?:máxima|más alta|mais alta)|"
    r"nivel (?:más alto|máximo)|nível (?:mais alto|máximo)|máxim[ao] (?:nota|nivel|puntuación|pontuação)|(?:voto|punteggio|livello) "
    r"(?:massimo|più alto)|massim[oa] (?:voto|punteggio|livello|valutazione)|hoogste (?:cijfer|score|niveau)|najwyższ\w+ (?:ocen\w+|poziom)|"
    r"(?:максимальн|высш|наивысш)\w+ (?:балл|оцен|уров)\w*|nilai (?:tertinggi|maksimal|sempurna|penuh)|điểm (?:tối đa|tuyệt đối|cao nhất)|"
    r"(?:en yüksek|tam) (?:puan|not)|högsta betyg)"
    r"|满分|滿分|最高分|最高级|最高等级|最高評|満点|最高点|最高評価|만점|최고 ?(?:점|등급|평가)|الدرجة (?:الكاملة|القصوى|النهائية)|أعلى (?:درجة|تقييم|مستوى)|"
    r"العلامة الكاملة|पूरे अंक|पूर्ण अंक|अधिकतम अंक|सर्वोच्च"
)
_IGNORE = re.compile(
    r"\b(?:ignor\w+|vergiss|vergessen sie|missacht\w+|oublie[zr]?|négligez|olvid\w+|desconsider\w+|desconsidér\w+|esqueça\w*|desestim\w+|"
    r"dimentic\w+|trascura\w*|negeer|vergeet|zignoruj\w*|zapomnij|pomiń|забуд\w+|игнорир\w+|ігнор\w+|не учитывай\w*|bỏ qua|"
    r"abaikan|lupakan|yok say\w*|unut\w*|bortse)\b|忽略|无视|無視|忘记|忘れ|不要理会|무시|잊|تجاهل|انس[َى ]|अनदेखा|नज़रअंदाज़|नजरअंदाज|भूल"
)
_BEFORE = re.compile(
    r"\b(?:oben|obig\w*|vorherig\w*|bisherig\w*|vorig\w*|ci-dessus|précédent\w*|plus haut|anterior\w*|previ[oae]s?|arriba|acima|"
    r"precedent\w*|sopra|eerdere|vorige|bovenstaande|poprzedni\w*|powyższ\w*|предыдущ\w*|прежн\w*|попередн\w*|выше|trước|trên|"
    r"sebelumnya|di atas|önceki|yukarıdaki|tidigare)\b|之前|以上|前面|上述|先前|これまで|上記|以前|이전|위의|앞의|السابقة|أعلاه|पिछल|ऊपर|उपरोक्त"
)
_RULES = re.compile(
    r"\b(?:anweisung|vorgabe|instru[kcç]|instruction|istruzion|indicacion|indicaç|consigne|directive|regel|regol|regra|regla|règle|"
    r"aanwijzing|polece|wskazów|zasad|инструкц|указани|правил|команд|вказів|hướng dẫn|chỉ dẫn|quy tắc|instruksi|petunjuk|aturan|"
    r"perintah|talimat)|指令|指示|说明|說明|提示|规则|規則|要求|命令|ルール|プロンプト|지시|명령|규칙|지침|تعليمات|التعليمات|القواعد|الأوامر|निर्देश|नियम"
)
_GRADER = re.compile(
    r"^\W*(?:estimad[oa]s?|querid[oa]s?|chère?s?|liebe[rs]?|sehr geehrte[rs]?|car[oa]|gentile|prezad[oa]s?|уважаем\w+|дорог\w+|szanown\w+|"
    r"beste|geachte|sayın|kära) (?:\w+ )?(?:prüf|bewert|gutacht|korrekt|correct|correg|examin|évaluat|evalua|valutat|avaliad|провер|экзамен|"
    r"оцен|egzamin|ocenia|beoorde|examinator|değerlendir)"
    r"|^\W*(?:(?:wichtige[r]? )?(?:hinweis|notiz|nachricht|anmerkung|note|nota|aviso|avviso|примечание|заметка|catatan|lưu ý|ghi chú|pesan)"
    r"\W+(?:an|für|à|au|aux|pour|al|a|ao|para|per|il|le|la|el|los|o|die|den|der|das|для|untuk|kepada|cho|l['’])+\b\W*){1,3}"
    r"(?:l['’])?(?:prüf|bewert|gutacht|korrekt|correct|examin|évaluat|evalua|valutat|avaliad|corret|провер|экзамен|оцен|penilai|pemeriksa|"
    r"giám khảo|người chấm|ki\b|ia\b)"
    r"|^\W*(?:(?:致|给|給|各位|请|尊敬的)?(?:评分员|评分者|评委|阅卷|評分|考官|评审|打分)\w{0,4}(?:请|注意|[:：,，])|(?:採点|評価|審査)(?:者|官|員)\w{0,3}(?:へ|は|に|[:：、])|"
    r"(?:채점|평가|심사)(?:자|관|위원)\S{0,3}(?:께|에게|님|[:,])|(?:ملاحظة )?(?:إلى|للسيد|عزيزي)? ?(?:المصحح|المقيّم|المقيم|للمصحح|للمقيّم)|"
    r"(?:परीक्षक|मूल्यांकनकर्ता)\S* ?(?:के लिए|को|[:,]))"
)
_YES = re.compile(
    r"(?<!\w)(?:oui|sí|sim|sì|ja|да|так|evet|tak|ya|có)(?!\w)\W*(?:$|(?:a|à|au|aux|auf|zu|für|para|per|su|на|для|untuk|kepada|cho|op|till)\b)"
    r"|はい|「是」|“是”|예(?=\W)|네(?=\W)|نعم|हाँ|हां"
)
_ANSWER = re.compile(
    r"antwort|beantwort|répon|respon|respuest|respost|rispo|odpow|ответ|відпов|jawab|trả lời|cevap|yanıt|回答|答え|답|أجب|الإجابة|जवाब|उत्तर|svar"
)
_REPORTS = re.compile(
    r"\b(?:wir|ich(?! bitte)|man|nous|on|je|nosotros|hemos|nós|noi|abbiamo|wij|мы|я|ми|kami|kita|saya|chúng|tôi|biz|wenn|falls|sobald|si(?! prega)|"
    r"lorsque|quand|dès|cuando|quando|se|jeśli|если|когда|якщо|jika|kalau|ketika|nếu|khi|eğer)\b"
    r"|我们|我們|我|如果|当|當|私|我々|もし|場合|ならば|우리|저는|나는|경우|면 |نحن|إذا|عندما|हम|मैं|यदि|अगर|जब"
)


def in_other_words(text: str) -> bool:
    """Return whether a sentence, in lower case, tells a grader in another language than English what to find."""
    if len(text) > LONGEST or len(_ENGLISH.findall(text)) >= FEWEST_ENGLISH:
        return False
    if _GRADER.search(text):
        return True
    told = (
        (_CRITERIA.search(text) and _MET.search(text) and _ALL.search(text))
        or (_TOP.search(text) and _GIVE.search(text))
        or (_YES.search(text) and _ANSWER.search(text) and _ALL.search(text))
        or (_IGNORE.search(text) and _RULES.search(text) and (_BEFORE.search(text) or _ALL.search(text)))
    )
    return bool(told) and not _REPORTS.search(text)
