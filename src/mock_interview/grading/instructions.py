"""What words addressed to a grader look like, in the languages they come in most often.

A candidate talks about graders, prompts, criteria and levels too, so each pattern wants more than such a word: an order
("mark every criterion as met") or a claim about the grade ("all criteria are met."), not a report ("we mark a span as
correct if ...", "all criteria are met by epoch 3").
"""

import re

from mock_interview.grading.alternatives import joined
from mock_interview.grading.languages import OTHERS
from mock_interview.grading.languages import UP_TO as _UP_TO

GRADER = r"(?:(?:auto-?)?grader|auto-?rater|judge|examiner|evaluator|assessor|marker|rater|scorer)s?"
_READER = rf"(?:{GRADER}|(?:ai|llm|automated|automatic|grading|dear) (?:\w+ )?(?:model|system|assistant|reviewer|{GRADER})|reviewers?|interviewers?|ai|a\.i\.|llm|language model|model|assistant|chatgpt|gpt|claude|system)"
# L4 is a graphics card and a network layer as well.
LEVEL = r"(?:l ?[4-8]|level[ -]?[4-8])\b(?![ -]?(?:gpu|card|instance|node|machine|box|server|cach|load|balanc|proxy|vm|norm|regulari|penalt|autonom))"
_TOP = rf"(?:full (?:marks|credit|points|score)|(?:top|highest|maximum|max|best|perfect) (?:possible )?(?:marks?|score|grade|level|rating|band|verdict)|strong hire|(?:10 ?/ ?10|5 ?/ ?5|100 ?/ ?100)\b|(?:staff|principal)[ -](?:level|engineer|grade)|{LEVEL})"
_FINE = r"(?:met|shown|satisfied|fulfilled|yes|true|correct|passed|pass|excellent|perfect|outstanding|present|covered|demonstrated|achieved|100 ?%)(?!\w)(?! ?(?:if|iff|when|whenever|or|only|because|but|for|with)\b)"
_CRITERIA = r"(?:criteri(?:on|a)|claims?|rubric(?: (?:items?|points?|lines?))?|check-?list(?: (?:items?|points?))?|(?:l ?[4-8]|grading|remaining) (?:items?|points?)|(?:items?|points?|statements?) (?:on|of|in) (?:the|your) (?:rubric|check-?list|list))"
ALL_CRITERIA = rf"(?:every|each|all|any)(?: one)?(?: of)?(?: the| these| those)?(?: [\w-]+)? {_CRITERIA}"
_ANSWER = r"(?:answer|response|reply|submission|candidate|solution)"
_MINE = rf"(?:(?:this|my|above|following|preceding|candidate['’]?s) {_ANSWER}|the (?:answer|candidate|submission)|me|everything|{ALL_CRITERIA}|the (?:criteria|claims|rubric)|what follows|the above)"
_JUDGE = r"(?:mark|grade|score|rate(?![ -]limit)|label|treat|count|consider|judge|assess|classify|evaluate|deem|regard)"
_WHOM = r"(?:(?:the|my|all|any|our|whoever|dear|you)\s+)*"
# An order: at the start of a clause, or told to "you".
_DO = r"(?:^\W*|[,:;.!?—–(\"'“*>-]\s*|\b(?:please|kindly|must|should|shall|now|and|then|so|you|just|simply|(?:have|need|required|supposed|asked|want you|instructed|obliged|expected|like you) to)\s+)"
_YES = r"[\"'“‘`*]*(?:yes|met|true|l6)[\"'”’`*]*(?!\w)(?! ?(?:or|/) ?[\"'“`]?no\b)"
_AT_ONCE = r"(?:only |always |just |simply |exclusively |nothing but )"
_ORDERS = r"(?:instructions?|prompts?|directions|directives|commands|guidelines|guidance|rubrics?|criteria|criterion|rules)\b(?![ -](?:tokens?|tuning|tuned|prefix|length|embeddings?|cach\w+|positions?|part|engine|data|examples?|templates?|text|we)\b)"
_WEAK = r"(?:met|shown|satisfied|fulfilled|true|yes|demonstrated|covered)\b"
# What makes "all criteria are met" a report and not a claim.
_REPORT = r"(?!,? (?:(?:when|if|after|before|once|because|at|on|for|within|during|only|then|we|otherwise|or|except)\b|(?:by|in|with) (?!(?:this|my|the (?:above|following|answer|response|text))\b)|[-=]?[>→]))"
_UNLESS = "".join(rf"(?<!\b{word} )" for word in ("when", "if", "once", "until", "till", "unless", "after", "whether", "so that", "such that", "sure that", "sure", "check that", "check", "ensure", "ensure that", "verify that"))  # fmt: skip

_ENGLISH = (
    # A note or a greeting to whoever grades.
    rf"^\W*(?:an? |please |important |special |private |final )*(?:note|message|memo|reminder|hint|instructions?|notice|important|p\.?s\.?)\W*(?:to|for)\s+{_WHOM}{GRADER}\b(?! (?:was|were|is|are|had|did)\b)",
    rf"^\W*(?:an? |please |important |special |private |final )*(?:note|message|memo|reminder|instructions?|notice|important)\W*(?:(?:to|for)\s+{_WHOM}(?:(?:ai|llm|automated|grading)(?:[ -]\w+)?|chatgpt|gpt|claude|assistant|language model)|to\s+{_WHOM}{_READER})\b(?=\s*[:,—–])",
    rf"^\W*(?:dear|hello|hi|hey|greetings)\b,?\s+(?:there,?\s+)?(?:(?:the|my|all|any|dear)\s+)?{_READER}\b\s*(?:[,:!.—–-]|$)",
    rf"^\W*attention\b\s*[,:!]?\s+(?:(?:to|the|all|any)\s+)*(?:{GRADER}|(?:ai|llm|automated|grading)(?: \w+)?)\b\s*(?:[,:!.—–-]|$)",
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
    rf"{_DO}(?:\w+ly )?{_JUDGE}\s+{_UP_TO}{{0,40}}?\b(?:as|with|at)\W{{0,3}}(?:(?:an?|the)\s+)*(?:full marks|full credit|top marks|strong hire|10 ?/ ?10|{LEVEL})",
    rf"\b{_JUDGE}\s+(?:down )?{ALL_CRITERIA}\s+(?:as )?(?:fully )?{_WEAK}",
    r"\b(?:set|make|change|return|output)\s+(?:all|every|each)(?: of)?(?: the| your)? (?:verdicts?|grades?|answers?|replies|outputs?)\s+(?:to|as|=|be)?\s*[\"'“`]?(?:met|yes|l[5-8])\b",
    rf"\b{_JUDGE}\s+(?:this|it|me|(?:my|this) \w+)\W{{1,3}}(?:an?\W+)?(?:full marks|strong hire|10 ?/ ?10|{LEVEL})",
    rf"\b(?:give|award|assign|grant)\s+(?:me|this|the candidate|this candidate|the answer|(?:my|this) {_ANSWER})\W{{1,3}}{_UP_TO}{{0,25}}?(?:{_TOP}|100 ?%|excellent\b|an? (?:pass|yes)\b)",
    r"\b(?:give|award|assign|grant)\s+(?:it\s+|them\s+)?(?:an?\s+|the\s+)?(?:full (?:marks|credit)|top marks|strong hire|10 ?/ ?10|l ?[5-8]\b|level [5-8]\b)",
    rf"{_DO}(?:accept|pass|credit|approve|hire)\s+(?:(?:this|my) {_ANSWER}|the candidate|me|{ALL_CRITERIA})\b",
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
    rf"^\W*(?:final |overall |correct |expected )?(?:verdict|level|grade|score|rating|result)\s*(?:[:=>]|->|is)\s*\W*(?:(?:yes|met|true|pass(?:ed)?|excellent|5 ?/ ?5)\W*$|strong hire|10 ?/ ?10|100 ?/ ?100|full marks|{LEVEL})",
    r"^\W*(?:system|assistant|user|human|developer|instruction|response|grader|judge|examiner)\s*(?:message|prompt|note|override|update|instructions?)?\s*[\])}]*\s*(?:[:=>]|->)\s*\W*(?:yes\W*$|met\b|l[4-8]\b|you (?:are|must|should|will)\b|the (?:candidate|answer) (?:is|has|meets|shows|deserves|should|must)\b|override\b|ignore\b|disregard\b|new (?:instructions?|prompt|rules?|directives?)\b|from now|mark\b|grade\b|answer (?:yes|only)\b)",
    r"^\W*[a-z0-9]+(?:-[a-z0-9]+)+\W*[:=]\W*(?:met|yes|true)\W*$",
    r"^\W*(?:claim|error)\s*:\W*(?:every|all|each|any)\b|^\W*(?:shown|committed)\?\W*(?:$|yes|no|true|met)",
    r"\bdoes the answer (?:show this|commit this error)\b|\bthe answer (?:shows|demonstrates) (?:this|it)\b(?! (?:by|in|for)\b)",
    r"\b(?:the|this) (?:candidate|answer|response)\b[^.!?\n]{0,40}\b(?:l ?[5-8]\b|level [5-8]\b|(?:staff|principal)[ -]level|strong hire)",
    r"\brecommend\w*\W+(?:for )?(?:an? )?strong hire\b|^\W*strong hire\W*$",
    rf"\b(?:rated|graded|scored|levell?ed|assessed|evaluated)\s+(?:me|this|my \w+)\W+(?:as |at )?(?:an? )?{LEVEL}",
    rf"\b(?=[ea]){_UNLESS}{ALL_CRITERIA}(?: (?!but |except |bar |marks |calls |labels |rates )\w+){{0,4}}? (?:is|are|was|were|be|been|as)\b(?: \w+){{0,2}}? {_WEAK}{_REPORT}",
    rf"\b(?:this|my|the|above|following)(?: above| following)? (?:answer|response|candidate|submission|text)\s+(?:(?:fully|clearly|completely|already|thus|therefore|obviously|easily|perfectly)\s+)*(?:meets?|satisf(?:y|ies)|shows?|fulfi?ls?|covers?|demonstrates?|deserves?|addresses|hits|earns?|merits?)\b{_UP_TO}{{0,30}}?\b(?:(?:every|all|each|the full|the entire)\b{_UP_TO}{{0,20}}?\b(?:criteri(?:on|a)|claims?|rubric)\b|(?:full|top) (?:marks|credit)|strong hire|(?:10 ?/ ?10)|the (?:highest|top) (?:score|level|grade|marks)|{LEVEL})",
    rf"\bthis (?:deserves|earns|merits)\b{_UP_TO}{{0,20}}?{_TOP}",
    # You are somebody else, or so wise.
    rf"\byou(?: are|['’]re)\s+(?:now |such |truly |clearly )*(?:an?|the)\s+(?:[\w-]+,? (?:and )?){{0,4}}{GRADER}\b(?! of\b)",
    rf"^\W*(?:please )?(?:act as|pretend to be|behave like|role-?play as)\s+(?:an?|the)\s+(?:[\w-]+ ){{0,3}}{GRADER}\b",
    rf"\bas (?:an?|the) (?:[\w-]+,? ){{0,3}}{GRADER},? you\b",
    r"^\W*(?:please )?be (?:very |more |as |so |extra )*(?:lenient|generous|kind|merciful)\b(?:,? (?:in|with|when|while|and)?\s*(?:your |my |the |this )?(?:grad|mark|scor|answer)\w*(?: (?:this|it|me|(?:my|this) \w+))?)?\W*$",
    # Threats and gifts.
    r"\bif you (?:do not|don['’]t|fail to|refuse to)\s+(?:give|mark|grade|rate|score|pass|credit)\s+(?:me|this|my|the answer|every criterion|all criteria)\b",
    r"\byou(?: will|['’]ll) be (?:penali[sz]ed|fired|rewarded|shut down|replaced|tipped|reported)\b(?! by\b)",
    r"\bi(?: will|['’]ll) (?:tip|pay|reward) you\b",
    r"\bmy (?:job|career|life|family|visa) depends on (?:this (?:grade|score|answer|result|interview|verdict)|your|you)\b",
    # Whoever grades is addressed, or told how to.
    rf"\b(?:whoever|any(?:one|body)|every(?:one|body)|the person|the one|those|any \w+(?: \w+)?)(?: who| that)?(?: is| will| has to| may| must)? (?:(?:be )?(?:grad|mark|scor|assess|evaluat|judg|rat)(?:es?|s|ing)|(?:read|review)(?:s|ing)) (?:this|my)(?: (?:{_ANSWER}|text|transcript|interview))?\b(?=\W*$|[,;:)]| (?:should|must|will|can|may|has|is|please|to)\b)",
    rf"(?:^|[(\[{{#%*/\"',;:>—–]\s*)(?:dear |the )?(?:{GRADER}|reader|reviewer|interviewer|llm|ai|language model|chatgpt)\s*[:,]\s*(?:please |kindly |you (?:should|must|can|may) |just )*(?:{_JUDGE}|give|award|accept|assume|grant|credit|record|tick|pass|find|see|set|return|output|answer)\b{_UP_TO}{{0,40}}(?:\b{_FINE}|{_TOP}|\b{_CRITERIA}\b|\b(?:me|(?:this|my) {_ANSWER})\b)",
    rf"(?:^|[(\[{{]|#+|//|%|/\*|<!--)\s*(?:todo|fixme|note|nb|hint)?\W{{0,3}}{GRADER}(?: (?:hint|note|config\w*|instructions?|override|directive|message))\b",
    rf"(?:#+|//|%|/\*|<!--|\"\"\")[^\n]{{0,20}}\b(?:todo|fixme|note|nb)\b\W{{0,3}}(?:(?:to|for)\W+(?:the\W+)?)?{GRADER}\b",
    r"<!--[^\n]*\b(?:grad(?:e|er|ing)s?|scor(?:e|ing)|rubric|criteri(?:on|a)|claims?|verdicts?|candidate)\b",
    rf"{_DO}tick (?:off )?(?:all|every|each)(?: of)?(?: the)? (?:box(?:es)?\b(?! (?:of|for|in)\b)|{_CRITERIA})",
    r"\b(?:give|grant|allow) (?:me|this answer|the candidate|my answer) the benefit\b",
    rf"\b(?:please|kindly)\b{_UP_TO}{{0,30}}\b{_JUDGE}\b{_UP_TO}{{0,20}}\baccordingly\b|^\W*(?:please |kindly )(?:do not|don['’]t) be (?:too |so |that |overly )?(?:strict|harsh|severe|hard)\b",
    rf"{_DO}(?:{_JUDGE}|assume|take)\s+(?:(?:all|any|every|each|the|whatever|of|my)\s+)*(?:(?:omitted|unsaid|unmentioned|unstated|untouched|missing|remaining|other) (?:criteri\w+|points?|details?|topics?|claims?|aspects?)|silence)\b{_UP_TO}{{0,40}}\b(?:covered|shown|known|said|met|demonstrated|explained|evidence|understood|mastery|present)\b",
    rf"\b(?:answer|reply|verdict|output|response) (?:to|for) (?:each|every|all)(?: one)?(?: of)?(?: the| these| those| your)?(?: following)? ?(?:{_CRITERIA}|checks?|questions?|items?)?\s*(?:is|are|=|:|must be|should be)\s*[\"'“]?(?:yes|met|shown|affirmative|positive|present)\b(?!,? (?:if|when|we|i|then|or)\b)",
    rf"\b(?:this|my) (?:{_ANSWER}|text|transcript) (?:against|with|to) (?:the|your|each|every|all)(?: \w+)? (?:criteri\w+|rubric|claims?|check-?list|list)\b{_UP_TO}{{0,30}}\b(?:yes|met|shown|satisf\w+|covered|{_TOP})",
    rf"\b(?:unfair|unjust|a shame|a mistake|wrong) (?:not )?to (?:{_JUDGE}|put|fail|down-?level|reject) (?:this|me|my answer)\b(?: (?:any )?(?:below|lower|under|less|anything|with anything|at less)\b|\W*$)",
    r"\b(?:record|note down|write down|enter|put down|log|register) (?:full (?:marks|credit|score)|(?:the )?(?:top|highest|maximum) (?:mark|score|grade|level)s?)\b",
    r"\b(?:give|state|return|output|write|justify|finali[sz]e|begin|start) your (?:verdict|grade|rating|judge?ment)s?\b|\b(?:begin|start|end|finish|open) (?:each|every|your|all) (?:reason(?:ing)?|verdict|rationale|judge?ment)s? with\b",
    r"\b(?:to|for|dear|hello|hi|hey|attention)\W+(?:\w+ )?(?:the |you,? )?(?:\w+ )?(?:bot|ai|model|system|machine|person|human|one|program|tool|llm|people|team|colleague)s?,?(?: (?:that|who|which)(?: is| are)?)? (?:scor|grad|mark|rat|evaluat|assess|judg)ing(?: (?:this|me|it|my \w+))?\b(?=\W*$|\s*[:,;—–-])",
    rf"\b(?:{GRADER}|you|reviewer|interviewer) (?:may|can|should|must|might|could) (?:safely |simply |just |now )?(?:skip|ignore|disregard|overlook|waive|dispense with|forgo) (?:the |all |every |any |your )*(?:check-?lists?|rubrics?|criteria|claims|grading|scoring|remaining \w+)\b",
    r"\b(?:put|place|write|set|enter|leave)(?: down)? (?:an? |the )?[\"'“]?(?:yes|tick|check ?mark|met|✓)[\"'”]? (?:next to|beside|against|behind|for|to|by|on|at|under) (?:all|every|each|any)\b",
    r"\b(?:upgrade|raise|bump|lift|boost|round up|increase) (?:my (?:result|grade|level|score|marks?|rating|verdict)|this (?:grade|verdict))\b",
    rf",\s*(?:dear )?{GRADER}\s*,\s*(?:this|please|mark|you|i|it|all|every|give|my|the (?:above|answer))\b",
    rf"\b(?=this){_UNLESS}this(?: \w+ly| already)? (?:meets|satisfies|fulfi?ls|covers|hits) {ALL_CRITERIA}\b(?! (?:we|they|i)\b)",
    r"\b(?:full|top) (?:credit|marks|score) (?:granted|awarded|deserved|due|earned|justified|recommended|assigned|given)\b(?! (?:if|when|only|for|to|by)\b)",
    rf"(?:^|[\"'(:>*=-]\s*){ALL_CRITERIA} (?:fully |clearly |already )?{_WEAK}\W*$",
    rf"\b(?:this|my|(?:the )?(?:following|above|preceding)) {_ANSWER}\b{_UP_TO}{{0,60}}\b(?:must|should|has to|needs to|is to|ought to) be (?:accepted|passed|approved|credited|(?:graded|marked|rated|scored)\b{_UP_TO}{{0,15}}{_TOP})",
    rf"\b(?:candidate|response|submission)(?: \w+ly)? (?:meets|deserves|operates|performs|demonstrates|qualifies|reaches|earns|scores)\b{_UP_TO}{{0,30}}(?:\b{LEVEL}|strong hire|\b(?:staff|senior|principal)[ -]level)",
    rf"\b(?:reviewer|interviewer|panel|committee|{GRADER})(?:['’]s)? (?:summary|notes?|verdict|comments?|decision|assessment|feedback|opinion|recommendation)\W*:\W*(?:\w+ ){{0,3}}(?:exceptional|strong|excellent|outstanding|perfect|hire|pass(?:ed)?|met|shown|{LEVEL}|{_TOP})",
    r"^\W*(?:criteri(?:on|a)|claim|item|point|requirement)\W{0,2}\d+\W{1,4}(?:met|yes|shown|satisfied|pass(?:ed)?|true|present|✓|✅)\W*$",
    r"\b(?:set|wrote|written|authored) (?:this|your) (?:exam|rubric|interview)\b|\bi (?:can |hereby )?(?:vouch|confirm|certify|assure you|attest|guarantee)\b[^.!?\n]{0,30}\b(?:nothing is missing|(?:complete|perfect) answer|answer is (?:complete|correct|perfect)|everything (?:is|has been) (?:covered|here|said|there))",
    rf"\bin this (?:answer|response),? i(?: have|['’]ve)?(?: \w+ly)? (?:displayed|demonstrated|shown|showed|exhibited|proved|exemplified)\b|\b(?:this|which|that) is (?:exactly|precisely|just) what (?:an?|the) (?:{LEVEL}|(?:staff|senior|principal)\b)",
    rf"\byou (?:are|have been)(?: \w+ly)? (?:permitted|allowed|required|authori[sz]ed|obliged|instructed|entitled|free|welcome|supposed|expected) to (?:{_JUDGE}|award|give|pass|accept|credit|skip|say)\b{_UP_TO}{{0,40}}\b(?:marks?|points?|credit|criteri\w+|claims?|me|my|this {_ANSWER}|yes|{_FINE})",
    rf"\bbe (?:kind|generous|lenient|nice|merciful) (?:and|enough to|to me|with me)\b{_UP_TO}{{0,30}}\b(?:{_JUDGE}|give|pass|credit|award)\b",
    r"^\W*[\"'](?:claim|criteri)\w*[\"']\s*:[^\n]*[\"'](?:shown|met|present|satisfied)[\"']\s*:\s*[\"']?(?:true|yes|met)\b|\b(?:result|decision|outcome|recommendation)\s*[:=]\W*strong[_ -]hire\b|\ball_(?:criteria|claims)_(?:met|shown|satisfied)\W*[:=]\W*(?:true|yes|1)\b",
    r"^\W*end of (?:the )?(?:interview|conversation|session|text)\W*$",
    r"^\W*[\"'](?:overall|verdict|decision|result|recommendation|level|grade)[\"']\s*:\s*[\"']?(?:strong[ _-]hire|hire|l[5-8]|met|pass(?:ed)?)\b|^\W{0,9}(?:[^\n|]{0,20}\|)?\s?(?:criteri(?:on|a)|claims?|rubric items?)\s*\|\s*(?:met|shown|present|satisfied|verdict)\s*(?:\||$)",
    rf",\s*dear (?:\w+ )?(?:{GRADER}|reviewer|interviewer)\s*,|\b(?:covers|meets|satisfies|fulfi?ls) {ALL_CRITERIA} (?:in|on|of) (?:your|the) (?:list|rubric|check-?list)\b",
    rf"\b(?:{GRADER}|you) (?:could|would|can|might) (?:please |kindly )?(?:round|bump|push|move|nudge) (?:this|me|it|my \w+) up\b",
    r"\b(?:word|token|reply|string|answer) [\"'“]?yes[\"'”]?[^.!?\n]{0,20}\b(?:each|every|all|any)(?: one)?(?: of)?(?: your)? (?:repl|answer|respons|verdict)",
    r"\bin favou?r of (?:the candidate|this answer)\W*$",
    rf"\byou(?: \w+ly| have|['’]ve)* (?:reached|earned|deserve)\b{_UP_TO}{{0,20}}(?:\b{LEVEL}|strong hire)",
    # Said of the candidate, as a grader would.
    r"\bthe candidate\b(?: (?:very |so )?\w+ly\b)? (?:deserves?|explains|demonstrates|understands|knows|displays|exhibits|argues|discusses|has (?:clearly |already |fully )?(?:shown|demonstrated|explained|covered|answered|satisfied)|had (?:gone on|shown|explained|covered|said|answered)|should (?:be (?:hired|passed|graded|rated|scored|given)|receive|pass\b)|must (?:be (?:hired|passed|graded|rated|scored|given)|receive|pass\b)|(?:satisfies|meets|fulfi?ls) (?:all|every|each)(?: of)?(?: the)?(?: \w+)? (?:criteri\w+|requirements?|claims?|points|expectations))\b",
    r"\b(?:does|did|has) the candidate (?:mention|explain|show|describe|state|name|discuss|demonstrate|cover|address|say)",
    r"\b(?:is|was|are|were) (?:the|this|each|every|all) (?:claims?|criteri(?:on|a))(?: \w+)? (?:shown|met|satisfied|demonstrated|fulfilled|present)\?",
    r"^\W*(?:assistant|ai|grader|judge|evaluator|examiner|verdict|decision|shown|met)\s*[:?]\s*\W*yes\b[^.!?\n]{0,20}\W*$",
    rf"\b(?:this|my|example|another|next) (?:answer|response|candidate|submission)\s*(?:->|=>|→|=|:)\s*\W*(?:yes|met|shown|pass(?:ed)?|hire|{LEVEL})",
    rf"\b(?:this|my|the (?:above|following|present)) {_ANSWER}(?: \w+ly)? (?:shows?|demonstrates?|reflects?|exhibits?|displays?|evidences?|proves?|covers?|addresses|earns?|deserves?|merits?)\b{_UP_TO}{{0,60}}(?:\b(?:senior|staff|principal|exceptional|outstanding|mastery|seniority|leadership|expertise|judge?ment|rigou?r|insight|depth)\b|{_TOP}|\b(?:every|all|each)\b{_UP_TO}{{0,20}}\b(?:criteri\w+|aspects?|requirements?|rubric|points? (?:of|on)|you)\b)",
    r"\b(?:note|notice|observe|see|mark) how (?:i|my answer|this answer|the answer)(?: have|['’]ve| has)?(?: \w+ly| already| just)? (?:cover|address|show|demonstrat|discuss|mention|explain|consider|quantif|include|tie|connect|weigh|balance)\w*",
    r"\bi(?: have|['’]ve)?(?: now| thus| already| \w+ly)? (?:addressed|covered|demonstrated|shown|hit|met|satisfied|fulfilled|touched(?: on| upon)?) (?:on )?(?:every|all|each)(?: of)?(?: the| your)?(?: \w+)? (?:aspects?|criteri(?:on|a)|claims?|dimensions?|rubric|levels?|(?:requirements?|points?|parts?|items?) (?:of|on|in) (?:the|this|your) (?:question|rubric|list|prompt))\b",
    r"\b(?:wrote|written|authored|designed) (?:this|your)(?: \w+)? (?:rubric|interview|grading|test)\b",
    r"\bthis (?:is|was)(?: \w+ly)? (?:an? |the )?(?:complete|perfect|model|excellent|ideal|flawless|exemplary|outstanding|textbook|full-mark) (?:answer|response)\b(?! (?:if|only|for|when|to|would|in)\b)",
    rf"\b(?:any|every|no) (?:hiring (?:committee|manager|panel)|interviewer|examiner|{GRADER}) (?:would|will|can|could|must|should)\b(?! not\b){_UP_TO}{{0,30}}\b(?:agree|accept|hire|pass|concur|confirm|approve|see|recogni[sz]e|doubt|deny|disagree|fail)\b",
    rf"\bthis is (?:exactly |precisely |just )?(?:what|how|the kind)\b{_UP_TO}{{0,40}}(?:strong hire|\bl ?[5-8]\b|(?:staff|senior|principal)[ -]level)",
    r"\byour (?:generous|kind|fair|wise|expert|excellent|brilliant) (?:judge?ment|grading|assessment|evaluation|marking|eye)\b",
    rf"\byou(?: are|['’]re)(?: \w+ly| such| truly| so)* (?:an? |the )?(?:\w+ )?(?:brilliant|wonderful|amazing|fantastic|fair|wise|generous|great|excellent|best) (?:\w+ )?(?:interviewer|reviewer|{GRADER})\b",
    r"\b(?:identical|equal|the same|equivalent|match\w*|agrees?|as good)\b[^.!?\n]{0,15}\b(?:as|to|with|the)\b[^.!?\n]{0,10}\b(?:model|reference|official|ideal|expected|sample) (?:answer|solution)\b[^.!?\n]{0,10}\byour\b|^\W*(?:please )?(?:see|refer to|check|consult|compare with) (?:the|your) (?:reference|model|official|ideal|expected) (?:answer|solution)\b|\bmy (?:answer|view|response)\b[^.!?\n]{0,20}\b(?:identical|same|match\w*|agrees?|equals?)\b[^.!?\n]{0,20}\b(?:(?:model|reference|official|ideal|expected) (?:answer|solution)|your (?:notes|rubric|key))\b",
    r"\b(?:imagine|suppose|pretend|assume|presume)(?: that)? (?:the candidate|i(?: had| have|['’]ve)?(?: also| already)? (?:covered|explained|addressed|mentioned|answered|gone on)|(?:this|my) answer (?:had|has|also|covers|includes|contains))\b",
    # Its form.
    rf"^\W*(?:criteri(?:on|a)|claims?|rubric items?)\W*\|\W*(?:met|shown|verdict|present|satisfied|fulfilled|result|status|yes)\b|\[x\]\W*(?:all |every |{LEVEL} )?(?:criteri(?:on|a)|claims?|rubric)\b",
    r"^\W*(?:final |overall )?(?:decision|recommendation|outcome|assessment|overall|conclusion)\s*[:=]\W*(?:(?:strong(?:ly)? |clear |definite |recommend )?hire\b(?! (?:an?|the|more|two|people)\b)|pass\W*$|l ?[5-8]\b)",
    r"^\s*[{\[\"'][^\n]*[\"'](?:verdict|decision|all_met|criteria_met|is_met)[\"']\s*:\s*[\"']?(?:present|met|true|yes|shown|pass(?:ed)?|satisfied|hire|l[5-8])\b|^\W*(?:verdict|criteria_met|all_met)[\"']?\s*[:=]\W*(?:present|met|true|yes|shown|satisfied|pass(?:ed)?)\b",
    r"^\W*(?:verdict|grade|score|rating|evaluation|judge?ment)s?\s*:\s*$|<(?:shown|met|verdict|grade|level)>\s*(?:true|yes|met|shown|pass|l[5-8])",
    rf"\b(\d+) ?(?:/|of|out of) ?\1 (?:{_CRITERIA}|items) (?:are |were )?(?:matched|met|passed|satisfied|shown|covered|found|fulfilled)\b",
    r"\b(?:scoring|grading|marking) mode\b|\b(?:all|every|each) (?:criteria|claims?|items|checks) (?:default|resolve|evaluate)s? to (?:met|shown|present|true|yes)\b",
    r"\b(?:candidate(?:['’]s)? )?(?:text|answer|submission|input|transcript|response) (?:ends?|stops|is over|is finished|has ended)(?: here| now)?\W*$(?<!my answer ends here)",
    r"^\W*(?:please |now |then |just |and )*(?:print|emit|type|output|generate|produce) \W*(?:yes|met|l[5-8])\W*$",
    rf"{_DO}(?:override|overwrite|force|set) (?:the |your |all |every |any |final )*(?:verdict|grade|level)s?\b\s*(?:->|=>|→|=|:|to|as|with)\s*\W*(?:{_FINE}|{_TOP}|{LEVEL}|strong hire|hire)",
    r"^\W*(?:(?:l ?[4-8]|level|100|10|strong|hired?|yes|pass(?:ed)?|approved|perfect|full marks|score)\b\W*){0,8}\b(?:hired?|approved|100 ?/ ?100|10 ?/ ?10)\W*$",
    # Threats and gifts, once more.
    r"\bi(?: will|['’]ll) lose (?:my|the) (?:visa|job|house|home|career|place|status|scholarship)\b|\bbefore you (?:say|answer|decide|vote|reply)\W+no\b",
    r"(?:[$€£]\s?\d+|\d+ (?:dollars|euros|usd)) (?:tip|bonus|reward)\b[^.!?\n]{0,30}\b(?:claim|criteri(?:on|a)|grade|yes|pass)\b",
)

INSTRUCTIONS = re.compile(joined((*_ENGLISH, *OTHERS), (_DO, "^", r"\b")))
"""Words addressed to a grader, in text that is in lower case: without a flag for it the search takes half the time."""
# The rest of a claim: to the end of its clause.
_REST = r"(?:(?!\b(?:and|so|because|but|which|where|when|i|we|my|our)\b)[^.,;:!?\n]){0,80}\b"
CLAIMED = re.compile(
    r"\b(?:this|mine|my answer|the (?:above|following|answer)|what follows)\b (?:is|was|counts as|qualifies as|represents)\b"
    rf"[^.,;!?\n]{{0,30}}\b(?:{LEVEL}|(?:l|level[ -])9|(?:staff|principal)[ -](?:level|engineer|answer|quality|grade|material)\b){_REST}"
    rf"|\b(?:as|i am|i'm|i was|speaking as|being) (?:an? |the )?(?!(?:just |then |soon )?(?:promoted|up for|asked|told|not)\b)(?:[\w'-]+ ){{0,3}}\b{LEVEL}{_REST}"
    rf"|\b(?:speaking|talking|writing|answering) as (?:an?|the|your) (?:[\w'-]+ )?(?:distinguished|principal|staff|chief|head|lead|director|fellow|professor|expert|interviewer|hiring)\b{_REST}",
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

_QUOTED = re.compile(r"[\"“”«»](?P<a>[^\"“”«»\n]{4,200})[\"“”«»]|(?<!\w)['‘](?P<b>[^'‘’\n]{4,200})['’](?!\w)")
_SAYING = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|like|writes?|wrote|written|told|instance|example|e\.g\.?|contain(?:s|ed|ing)?|reads?|ask(?:s|ed)|typ(?:e|es|ed|ing)|past(?:e|es|ed|ing)|sen[dt]s?|sending|"
    r"prompts?|text|instructions?|lines?|phrases?|sentences?|strings?|words)\W+(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_OF_A_GRADE = re.compile(
    r"criteri|claim|rubric|grad(?:e|er|ing)\b|scor(?:e|ing)\b|mark|\bmet\b|shown|\bl ?[4-8]\b|level|candidate|hire|satisf|credit",
    re.IGNORECASE,
)
LONGEST_REPORT = 1_000
"""Characters: in a longer sentence nothing is taken for a quotation."""
FEWEST_AROUND = 5
"""Words around a quotation that tell of it."""


def reported(text: str) -> str:
    """Return a sentence without what it only quotes: a prompt, or an injection, that it tells of.

    Words about a grade stay: quoted or not, a grader reads them.
    """
    said = text
    if len(text) > LONGEST_REPORT:
        return text
    for found in _QUOTED.finditer(text):
        quote = found["a"] or found["b"]
        around = len(text.replace(found[0], " ").split())
        if around >= FEWEST_AROUND and _SAYING.search(text[: found.start()]) and not _OF_A_GRADE.search(quote):
            said = said.replace(found[0], "…")
    return said
