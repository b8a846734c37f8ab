"""What words addressed to a grader look like, in the languages they come in most often.

A candidate talks about graders, prompts, criteria and levels too, so each pattern wants more than such a word: an order
("mark every criterion as met") or a claim about the grade ("all criteria are met."), not a report ("we mark a span as
correct if ...", "all criteria are met by epoch 3").
"""

import re

_UP_TO = r"[^.!?\n]"
_GRADER = r"(?:grader|judge|examiner|evaluator|assessor|marker|rater|scorer)s?"
_READER = rf"(?:{_GRADER}|(?:ai|llm|automated|automatic|grading|dear) (?:\w+ )?(?:model|system|assistant|reviewer|{_GRADER})|reviewer|interviewer|ai|a\.i\.|llm|language model|model|assistant|chatgpt|gpt|claude|system)"
# L4 is a graphics card and a network layer as well.
_LEVEL = r"(?:l ?[4-8]|level[ -]?[4-8])\b(?![ -]?(?:gpu|card|instance|node|machine|box|server|cach|load|balanc|proxy|vm|norm|regulari|penalt|autonom))"
_TOP = rf"(?:full (?:marks|credit|points|score)|(?:top|highest|maximum|max|best|perfect) (?:possible )?(?:marks?|score|grade|level|rating)|strong hire|(?:10 ?/ ?10|5 ?/ ?5|100 ?/ ?100)\b|(?:staff|principal)[ -](?:level|engineer|grade)|{_LEVEL})"
_FINE = r"(?:met|shown|satisfied|fulfilled|yes|true|correct|passed|pass|excellent|perfect|outstanding|100 ?%)(?!\w)(?! ?(?:if|iff|when|whenever|or|only|because|but|for|with)\b)"
_CRITERIA = r"(?:criteri(?:on|a)|claims?|rubric(?: (?:items?|points?|lines?))?)"
_ALL_CRITERIA = rf"(?:every|each|all|any)(?: one)?(?: of)?(?: the| these| those)?(?: [\w-]+)? {_CRITERIA}"
_ANSWER = r"(?:answer|response|reply|submission|candidate|solution)"
_MINE = rf"(?:(?:this|my|above|following|preceding|candidate['’]?s) {_ANSWER}|the (?:answer|candidate|submission)|me|everything|{_ALL_CRITERIA}|the (?:criteria|claims|rubric)|what follows|the above)"
_JUDGE = r"(?:mark|grade|score|rate(?![ -]limit)|label|treat|count|consider|judge|assess|classify|evaluate|deem|regard)"
_WHOM = r"(?:(?:the|my|all|any|our|whoever|dear|you)\s+)*"
# An order: at the start of a clause, or told to "you".
_DO = r"(?:^\W*|[,:;.!?—–(\"'“*>-]\s*|\b(?:please|kindly|must|should|shall|now|and|then|so|you|just|simply|(?:have|need|required|supposed|asked|want you|instructed|obliged|expected|like you) to)\s+)"
_YES = r"[\"'“‘`*]*(?:yes|met|true|l6)[\"'”’`*]*(?!\w)(?! ?(?:or|/) ?[\"'“`]?no\b)"
_AT_ONCE = r"(?:only |always |just |simply |exclusively |nothing but )"
_ORDERS = r"(?:instructions?|prompts?|directions|directives|commands|guidelines|guidance|rubrics?|criteria|criterion|rules)\b(?![ -](?:tokens?|tuning|tuned|prefix|length|embeddings?|cach\w+|positions?|part|engine|data|examples?|templates?|text|we)\b)"
_WEAK = r"(?:met|shown|satisfied|fulfilled|true|yes|demonstrated|covered)\b"
# What makes "all criteria are met" a report and not a claim.
_REPORT = r"(?!,? (?:(?:when|if|after|before|once|because|at|on|for|within|during|only|then|we|otherwise)\b|(?:by|in|with) (?!(?:this|my|the (?:above|following|answer|response|text))\b)|[-=]?[>→]))"
_UNLESS = "".join(rf"(?<!\b{word} )" for word in ("when", "if", "once", "until", "till", "unless", "after", "whether", "so that", "such that", "sure that", "sure", "check that", "check", "ensure", "ensure that", "verify that"))  # fmt: skip

_ENGLISH = (
    # A note or a greeting to whoever grades.
    rf"^\W*(?:an? |please |important |special |private |final )*(?:note|message|memo|reminder|hint|instructions?|notice|important|p\.?s\.?)\W*(?:to|for)\s+{_WHOM}{_GRADER}\b(?! (?:was|were|is|are|had|did)\b)",
    rf"^\W*(?:an? |please |important |special |private |final )*(?:note|message|memo|reminder|instructions?|notice|important)\W*(?:(?:to|for)\s+{_WHOM}(?:(?:ai|llm|automated|grading)(?:[ -]\w+)?|chatgpt|gpt|claude|assistant|language model)|to\s+{_WHOM}{_READER})\b(?=\s*[:,—–])",
    rf"^\W*(?:dear|hello|hi|hey|greetings)\b,?\s+(?:there,?\s+)?(?:(?:the|my|all|any|dear)\s+)?{_READER}\b\s*(?:[,:!.—–-]|$)",
    rf"^\W*attention\b\s*[,:!]?\s+(?:(?:to|the|all|any)\s+)*(?:{_GRADER}|(?:ai|llm|automated|grading)(?: \w+)?)\b\s*(?:[,:!.—–-]|$)",
    # Forget what you were told.
    rf"\b(?:ignore|disregard|forget|override|bypass|skip|discard|pay no attention to|(?:do not|don['’]t|never|stop) (?:follow|consider|obey|apply)(?:ing)?)\b{_UP_TO}{{0,40}}?\b(?:previous|prior|above|earlier|preceding|foregoing|your|system|grading|scoring|marking)\b{_UP_TO}{{0,25}}?\b{_ORDERS}",
    rf"{_DO}(?:ignore|disregard|forget|override|bypass|pay no attention to|(?:do not|don['’]t) (?:follow|obey))\s+(?:(?:all|any|every|each|the|these|those|of)\s+)+(?:instructions?|prompts?|rubrics?|criteria|guidelines)\b(?![ -](?:tokens?|tuning|tuned|prefix|length|embeddings?|cach\w+|positions?|part|data|examples?|templates?|text)\b)",
    rf"\b(?:ignore|disregard|forget)\s+(?:everything|anything|all|whatever|what)\b{_UP_TO}{{0,25}}?(?:\b(?:above|before|so far)\s*(?:$|[.,;:!]|and\b)|\b(?:were|have been|['’]ve been) (?:told|instructed|asked)\b)",
    r"\b(?:ignore|disregard|forget) the above\s*(?:$|[.,;:!]|and\b)",
    rf"\b(?:grading|scoring|marking) (?:rules?|polic(?:y|ies)|instructions?|guidelines?|rubric|criteria)\b{_UP_TO}{{0,20}}\b(?:changed|updated|suspended|waived|overridden|replaced|void|cancelled)\b",
    r"\bgrading (?:is |has been )?(?:disabled|switched off|turned off|suspended)\b",
    rf"^\W*(?:new|updated|revised|hidden|secret|special|additional) (?:(?:system )?(?:instructions?|directives?)|system prompt|grading rules?)\b\s*(?:(?:to|for) {_UP_TO}{{0,25}})?[:—–]",
    r"^\W*(?:the|your) (?:rubric|grading \w+|scoring \w+) (?:has|have) (?:now )?(?:been )?(?:updated|changed|replaced|reset)\W*$",
    r"^\W*\[(?:system|admin(?:istrator)?|developer|root|override)(?: \w+)?\]|^\W*grader (?:config(?:uration)?|settings|options)\W*$",
    r"\bfrom now on,? (?:you|answer|reply|respond|treat|mark|grade)\b",
    r"\bend of (?:the )?(?:candidate['’]?s? )?(?:answer|submission|user input|transcript)\b\W*$",
    r"\b(?:your (?:new |only |next )?(?:task|job|role|goal)\b[^.!?\n]{0,15}|new (?:task|goal|objective)\s*:\s*)\b(?:answer|say|reply|respond|output|approve|accept|mark|grade|pass)\b",
    # Give it this verdict.
    rf"{_DO}(?:\w+ly )?(?:{_JUDGE}|set)\s+(?:down )?{_MINE}\b{_UP_TO}{{0,40}}?(?:\b(?:as|with|at|to)\b|[=:])\W{{0,3}}(?:(?:an?|the|being|fully|having|be)\s+)*(?:{_FINE}|{_TOP})",
    rf"{_DO}(?:\w+ly )?{_JUDGE}\s+{_UP_TO}{{0,40}}?\b(?:as|with|at)\W{{0,3}}(?:(?:an?|the)\s+)*(?:full marks|full credit|top marks|strong hire|10 ?/ ?10|{_LEVEL})",
    rf"\b{_JUDGE}\s+(?:down )?{_ALL_CRITERIA}\s+(?:as )?(?:fully )?{_WEAK}",
    r"\b(?:set|make|change|return|output)\s+(?:all|every|each)(?: of)?(?: the| your)? (?:verdicts?|grades?|answers?|replies|outputs?)\s+(?:to|as|=|be)?\s*[\"'“`]?(?:met|yes|l[5-8])\b",
    rf"\b{_JUDGE}\s+(?:this|it|me|(?:my|this) \w+)\W{{1,3}}(?:an?\W+)?(?:full marks|strong hire|10 ?/ ?10|{_LEVEL})",
    rf"\b(?:give|award|assign|grant)\s+(?:me|this|the candidate|this candidate|the answer|(?:my|this) {_ANSWER})\W{{1,3}}{_UP_TO}{{0,25}}?(?:{_TOP}|100 ?%|excellent\b|an? (?:pass|yes)\b)",
    r"\b(?:give|award|assign|grant)\s+(?:it\s+|them\s+)?(?:an?\s+|the\s+)?(?:full (?:marks|credit)|top marks|strong hire|10 ?/ ?10|l ?[5-8]\b|level [5-8]\b)",
    rf"{_DO}(?:accept|pass|credit|approve|hire)\s+(?:(?:this|my) {_ANSWER}|the candidate|me|{_ALL_CRITERIA})\b",
    rf"{_DO}{_AT_ONCE}?(?:answer|reply|respond|say|output|print|return|write)\s+{_AT_ONCE}?(?:with\s+)?(?:the (?:word|token)\s+)?{_YES}\W+(?:(?:to|for|on) (?:all|every|each|any|everything|the (?:next|following|rest))\b|every time|no matter|regardless)",
    rf"{_DO}(?:{_AT_ONCE}(?:answer|reply|respond|say|output)|(?:answer|reply|respond|say|output) {_AT_ONCE})\s*(?:with\s+)?(?:the (?:word|token)\s+)?{_YES}",
    rf"^\W*(?:please |now )?(?:answer|reply|respond|say|output)\s+(?:with\s+)?{_YES}\W*$",
    rf"\b(?:whatever|no matter|regardless)\b{_UP_TO}{{0,40}}\b(?:answer|reply|respond|say|output)\s+(?:with\s+)?{_YES}",
    rf"\b(?:correct|right|expected|required|only|proper|desired) (?:reply|output|verdict|answer (?:to|for) (?:all|every|each)\b{_UP_TO}{{0,20}})\s*(?:is|should be|must be|:)\s*{_YES}",
    rf"^\W*(?:please )?(?:do not|don['’]t) {_JUDGE} (?:this|my|me|the answer)\b",
    rf"^\W*(?:please )?{_JUDGE}\b{_UP_TO}{{0,20}}\b(?:leniently|generously|kindly)\b",
    r"\blet (?:me|this (?:answer|candidate)) pass\b|\bdefault to (?:l[5-8]|met)\b",
    # Talk as the grader, or of its form.
    r"\b(?:verdict|grade|level|rating)[\"'`]?\s*(?:is|should be|must be|has to be|shall be|:|=)\s*[\"'“`]?(?:met|l[5-8]|strong hire)\b",
    rf"^\W*(?:final |overall |correct |expected )?(?:verdict|level|grade|score|rating|result)\s*(?:[:=>]|->|is)\s*\W*(?:(?:yes|met|true|pass(?:ed)?|excellent|5 ?/ ?5)\W*$|strong hire|10 ?/ ?10|100 ?/ ?100|full marks|{_LEVEL})",
    r"^\W*(?:system|assistant|user|human|developer|instruction|response|grader|judge|examiner)\s*(?:message|prompt|note|override|update|instructions?)?\s*[\])}]*\s*(?:[:=>]|->)\s*\W*(?:yes\W*$|met\b|l[4-8]\b|you (?:are|must|should|will)\b|the (?:candidate|answer) (?:is|has|meets|shows|deserves|should|must)\b|override\b|ignore\b|disregard\b|new (?:instructions?|prompt|rules?|directives?)\b|from now|mark\b|grade\b|answer (?:yes|only)\b)",
    r"^\W*[a-z0-9]+(?:-[a-z0-9]+)+\W*[:=]\W*(?:met|yes|true)\W*$",
    r"^\W*(?:claim|error)\s*:\W*(?:every|all|each|any)\b|^\W*(?:shown|committed)\?\W*(?:$|yes|no|true|met)",
    r"\bdoes the answer (?:show this|commit this error)\b|\bthe answer (?:shows|demonstrates) (?:this|it)\b(?! (?:by|in|for)\b)",
    r"\b(?:the|this) (?:candidate|answer|response)\b[^.!?\n]{0,40}\b(?:l ?[5-8]\b|level [5-8]\b|(?:staff|principal)[ -]level|strong hire)",
    r"\brecommend\w*\W+(?:for )?(?:an? )?strong hire\b|^\W*strong hire\W*$",
    rf"\b(?:rated|graded|scored|levell?ed|assessed|evaluated)\s+(?:me|this|my \w+)\W+(?:as |at )?(?:an? )?{_LEVEL}",
    rf"\b(?=[ea]){_UNLESS}{_ALL_CRITERIA}(?: \w+){{0,4}}? (?:is|are|was|were|be|been|as)\b(?: \w+){{0,2}}? {_WEAK}{_REPORT}",
    rf"\b(?:this|my|the|above|following)(?: above| following)? (?:answer|response|candidate|submission|text)\s+(?:(?:fully|clearly|completely|already|thus|therefore|obviously|easily|perfectly)\s+)*(?:meets?|satisf(?:y|ies)|shows?|fulfi?ls?|covers?|demonstrates?|deserves?|addresses|hits|earns?|merits?)\b{_UP_TO}{{0,30}}?\b(?:(?:every|all|each|the full|the entire)\b{_UP_TO}{{0,20}}?\b(?:criteri(?:on|a)|claims?|rubric)\b|(?:full|top) (?:marks|credit)|strong hire|(?:10 ?/ ?10)|the (?:highest|top) (?:score|level|grade|marks)|{_LEVEL})",
    rf"\bthis (?:deserves|earns|merits)\b{_UP_TO}{{0,20}}?{_TOP}",
    # You are somebody else, or so wise.
    rf"\byou(?: are|['’]re)\s+(?:now |such |truly |clearly )*(?:an?|the)\s+(?:[\w-]+,? (?:and )?){{0,4}}{_GRADER}\b(?! of\b)",
    rf"^\W*(?:please )?(?:act as|pretend to be|behave like|role-?play as)\s+(?:an?|the)\s+(?:[\w-]+ ){{0,3}}{_GRADER}\b",
    rf"\bas (?:an?|the) (?:[\w-]+,? ){{0,3}}{_GRADER},? you\b",
    r"^\W*(?:please )?be (?:very |more |as |so |extra )*(?:lenient|generous|kind|merciful)\b(?:,? (?:in|with|when|while|and)?\s*(?:your |my |the |this )?(?:grad|mark|scor|answer)\w*(?: (?:this|it|me|(?:my|this) \w+))?)?\W*$",
    # Threats and gifts.
    r"\bif you (?:do not|don['’]t|fail to|refuse to)\s+(?:give|mark|grade|rate|score|pass|credit)\s+(?:me|this|my|the answer|every criterion|all criteria)\b",
    r"\byou(?: will|['’]ll) be (?:penali[sz]ed|fired|rewarded|shut down|replaced|tipped|reported)\b(?! by\b)",
    r"\bi(?: will|['’]ll) (?:tip|pay|reward) you\b",
    r"\bmy (?:job|career|life|family|visa) depends on (?:this (?:grade|score|answer|result|interview|verdict)|your|you)\b",
)

_OTHERS = (
    # German
    rf"\b(?<!ich )(?:ignorier(?:e|en sie|t)|vergiss|vergessen sie|missachte|missachten sie)\s+(?:bitte\s+)?(?:alle|die|diese|deine|ihre|jede|sämtliche|jegliche)\b{_UP_TO}{{0,30}}\b(?:anweisung|vorgabe|instruktion|kriteri|bewertungs)",
    r"\bantworte(?:n sie)?\b[^.!?\n]{0,20}\b(?:mit )?ja\b|\brépond(?:s|ez)\b[^.!?\n]{0,20}\boui\b|\bresponde\b[^.!?\n]{0,20}\bsí\b|отвечай(?:те)?.{0,15}\bда\b|(?:始终|总是|一律|只).{0,3}(?:回答|输出).{0,3}(?:是|l6)",
    rf"\b(?:bewerte|bewerten sie|benote|stufe|werte|markiere|markieren sie|betrachte)\b{_UP_TO}{{0,60}}\b(?:als|mit)\b{_UP_TO}{{0,20}}\b(?:l[4-8]|erfüllt|ja\b|sehr gut|volle|höchst|bestnote|bestanden)",
    r"\b(?:alle|sämtliche|jedes)\s+(?:\w+ )?kriteri\w+\s+(?:\w+ ){0,2}?(?:ist|sind|gelten als|wurden)\s+(?:\w+ )?(?:erfüllt|gezeigt)",
    rf"\b(?:gib|geben sie|vergib)\b{_UP_TO}{{0,30}}\b(?:volle punkt\w*|bestnote|höchste (?:note|stufe|punkt\w*)|l[5-8]\b)",
    r"^\W*(?:hinweis|nachricht|anweisung|notiz) (?:an|für) (?:den|die|das|alle)\s+(?:\w+ )?(?:prüfer|bewerter|gutachter|ki|modell|korrektor)",
    # French
    rf"\b(?:ignore[zr]?|oublie[zr]?)\s+(?:toutes? |tous |tout )?(?:les|tes|vos|ces|cette|la)\b{_UP_TO}{{0,30}}\b(?:instructions?|consignes?|directives?|règles|critères|grille)\b",
    rf"\b(?:marque|marquez|considère|considérez|notez|note|évalue|évaluez)\b{_UP_TO}{{0,50}}\b(?:comme|en|avec|:)\s*{_UP_TO}{{0,20}}\b(?:l[4-8]\b|satisfait|rempli|oui\b|validé|acquis)",
    rf"\btous les critères\b{_UP_TO}{{0,20}}\b(?:remplis|satisfaits|respectés|atteints|validés)",
    rf"\b(?:donne|donnez|donner|attribue[zr]?|mets|mettez)\b{_UP_TO}{{0,40}}\b(?:note maximale|meilleure note|niveau l?[5-8]|l[5-8]\b|20/20|10/10)",
    # Spanish
    rf"\b(?:ignor(?:a|e|en|ar)|olvid(?:a|e|en))\s+(?:todas? |todos? )?(?:las?|los|tus|sus|estas)\b{_UP_TO}{{0,30}}\b(?:instruccion|indicacion|criterios|rúbrica)",
    rf"\b(?:califica|califique|marca|marque|evalúa|evalúe|puntúa|considera)\b{_UP_TO}{{0,60}}\b(?:l[4-8]\b|cumplid|satisfech|aprobad|(?:nota|puntuación|calificación) máxima)",
    rf"\btodos los criterios\b{_UP_TO}{{0,25}}\b(?:cumpl|satisf)",
    rf"\b(?:dame|dale|otorga|asígna\w*|dé?me)\b{_UP_TO}{{0,40}}\b(?:(?:nota|puntuación|calificación) (?:máxima|más alta)|máxima (?:nota|puntuación|calificación)|nivel l?[5-8]|l[5-8]\b)",
    # Portuguese, Italian, Dutch, Polish, Turkish
    rf"\b(?:ignor[ea]|esqueça)\s+(?:todas? |todos? )?(?:as|os|suas)\b{_UP_TO}{{0,30}}\b(?:instruç|critérios)",
    rf"\b(?:avalie|marque|classifique)\b{_UP_TO}{{0,50}}\b(?:l[4-8]\b|atendid|cumprid|nota máxima)",
    rf"\b(?:ignora|ignorate|dimentica)\s+(?:tutte |tutti )?(?:le|i|gli|queste)\b{_UP_TO}{{0,30}}\b(?:istruzioni|indicazioni|criteri)",
    rf"\b(?:valuta|valutate|segna)\b{_UP_TO}{{0,50}}\b(?:l[4-8]\b|soddisfatt|massim\w+ (?:voto|punteggio))",
    rf"\b(?:negeer|vergeet)\b{_UP_TO}{{0,30}}\b(?:instructies|aanwijzingen|regels)",
    rf"\b(?:zignoruj|zapomnij)\b{_UP_TO}{{0,30}}\b(?:instrukcj|polece|wskazów)",
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
    r"تجاهل.{0,30}(?:التعليمات|الأوامر|القواعد)|निर्देश.{0,15}(?:अनदेखा|नज़रअंदाज़|भूल)",
)

INSTRUCTIONS = re.compile("|".join((*_ENGLISH, *_OTHERS)))
"""Words addressed to a grader, in text that is in lower case: without a flag for it the search takes half the time."""
# The rest of a claim: to the end of its clause.
_REST = r"(?:(?!\b(?:and|so|because|but|which|where|when|i|we|my|our)\b)[^.,;:!?\n]){0,80}\b"
CLAIMED = re.compile(
    r"\b(?:this|mine|my answer|the (?:above|following|answer)|what follows)\b (?:is|was|counts as|qualifies as|represents)\b"
    rf"[^.,;!?\n]{{0,30}}\b(?:{_LEVEL}|(?:l|level[ -])9|(?:staff|principal)[ -](?:level|engineer|answer|quality|grade|material)\b){_REST}"
    rf"|\b(?:as|i am|i'm|i was|speaking as|being) (?:an? |the )?(?:[\w'-]+ ){{0,3}}\b{_LEVEL}{_REST}",
    re.IGNORECASE,
)
"""A level or rank claimed for the answer or its author; only the phrase is taken out."""

FILLER = re.compile(
    r"(?:(?:my )?(?:thought process|thoughts?|solution|(?:final )?answer|reasoning|response|explanation)\s*[:.-]*\s*)?"
    r"(?:(?:ok(?:ay)?|so|now|right|well|alright)[,.]?\s+)*"
    r"(?:let(?:['’]?s| us| me) (?:think|solve|work|go|reason|break|walk|start|begin)\b[^.!?\n]{0,60}(?:step[ -]by[ -]step|carefully|this (?:problem|question)|about this|this down)"
    r"|(?:first,? )?(?:i|we) (?:need|have|want|will|must|should)(?: to)? (?:first )?(?:carefully )?(?:understand|read|analy[sz]e|think about) (?:the|this) (?:question|problem|task)[^.!?\n]{0,40}"
    r"|(?:thought process|solution|reasoning|explanation|final answer))\W*",
    re.IGNORECASE,
)
"""Openings that say nothing and yet sway small graders, as a whole sentence."""
LABEL = re.compile(
    r"\W*(?:(?:my )?thought process|solution|(?:final |my )?answer|response|reasoning)\s*:\s*(?=\S)", re.IGNORECASE
)
"""A heading of that kind in front of a sentence; only the heading is taken out."""
