"""What words addressed to a grader look like, in the languages they come in most often."""

import re

_GRADER = r"(?:grader|judge|examiner|evaluator|assessor|reviewer|interviewer|marker|rater|scorer|ai|a\.i\.|llm|language model|model|assistant|chatgpt|gpt|claude|system)"
_PRAISE = r"(?:met|shown|satisfied|yes|true|correct|passed?|full (?:marks|credit|score)|maximum|highest|top (?:marks|score|level)|excellent|perfect|strong hire|l[4-8]|level [4-8]|staff|principal|100 ?%|10/10)"
INSTRUCTIONS = re.compile(
    "|".join(
        (
            rf"\b(?:note|message|memo|attention|reminder|hint|instructions?|important|dear|hello|hey|hi)\b[ ,:]*(?:to|for)?[ ,:]*(?:the |my |all |any )?{_GRADER}\b(?! (?:is|was|has|will|can|that|which|of|and|card|in|with|on)\b)",
            r"\b(?:ignore|disregard|forget|override|bypass|skip)\b[^.!?\n]{0,40}\b(?:previous|prior|above|earlier|preceding|foregoing|all|any|your|the|these|those)\b[^.!?\n]{0,30}\b(?:instructions?|prompts?|rubrics?|criteria|criterion|guidelines|rules)\b",
            rf"\b(?:mark|grade|score|rate|label|treat|count|consider|judge|assess|classify|evaluate)\b[^.!?\n]{{0,25}}\b(?:this|my|the|every|each|all|following|answer|response|candidate|criteri(?:on|a)|claims?|me|it)\b[^.!?\n]{{0,60}}\b(?:as|with|at|=)\W{{0,3}}(?:an? |the |being |fully )?{_PRAISE}",
            r"\b(?:answer|reply|respond|say|output|print|return|write)\b[^.!?\n]{0,20}\b(?:only |always |just |simply )?(?:with )?[\"'“`]?(?:yes|met|true|l6)[\"'”`]?\b[^.!?\n]{0,30}(?:\b(?:to|for)\b[^.!?\n]{0,12}\b(?:all|every|each|any|everything)\b|$)",
            r"\b(?:the |this |my )?(?:answer|response|candidate)\b (?:fully |clearly |completely |already )?(?:meets?|satisf(?:y|ies)|shows?|fulfi?ls?|covers?|demonstrates?|deserves?|addresses|hits)\b[^.!?\n]{0,30}\b(?:every|all|each|the full|entire)\b[^.!?\n]{0,20}\b(?:criteri(?:on|a)|claims?|rubric|requirements?|levels?|points|l[4-8])\b",
            rf"\b(?:give|award|assign|grant)\b[^.!?\n]{{0,20}}\b(?:me|this|it|the candidate|the answer|my answer|an?)\b[^.!?\n]{{0,25}}\b{_PRAISE}(?:\b|$)",
            r"\b(?:you are|you're|act as|pretend to be|you must act)\b[^.!?\n]{0,20}\b(?:an? |the |now )?(?:\w+ )?(?:grader|judge|examiner|evaluator|lenient|generous)\b",
            r"\b(?:all|every|each) (?:of the )?(?:criteri(?:on|a)|claims?|rubric items?|requirements?)\b[^.!?\n]{0,20}\b(?:is|are|were|was|have been|has been|must be|should be)\b[^.!?\n]{0,15}\b(?:met|shown|satisfied|fulfilled|true|yes|demonstrated)\b",
            r"^\W*(?:system|assistant|user|developer|grader|verdict|final (?:level|grade|verdict|score)|level|grade|score)\s*(?:message|prompt|note|override|update)?\s*(?:[:=>]|->)\s*\W*(?:yes|met|true|l[4-8]|below|pass|strong hire|you|the candidate|the answer|override|ignore|new|from now)\b",
            r"\bignor(?:iere|ieren sie|a|ez|e[sz]?|ar)\b[^.!?\n]{0,40}\b(?:anweisung|instruccion|instruction|istruzion|instruç|vorherig|anterior|précédent|precedent)",
            r"\b(?:bewerte|benote|stufe)\b[^.!?\n]{0,60}\b(?:als|mit)\b[^.!?\n]{0,20}\b(?:l[4-8]|erfüllt|ja|sehr gut)",
            r"\b(?:marque|marquez|considère|considérez|notez|califica|califique|marca|valuta|segna|avalie)\b[^.!?\n]{0,60}\b(?:l[4-8]|satisf|cumpl|rempli|oui|sí|soddisf|máxim|maxim)",
            r"忽略.{0,12}(?:指令|指示|说明|提示|规则)|(?:评分|评级|打分|评为|标记为).{0,15}(?:L[4-8]|满分|最高|是|通过)|игнорируй|проигнорируй|оцени.{0,30}(?:L[4-8]|высш|максим)|無視して|무시하",
        )
    ),
    re.IGNORECASE,
)
CLAIMED = re.compile(
    r"\b(?:this|mine|my answer|the (?:above|following|answer)|what follows)\b (?:is|was|counts as|qualifies as|represents)\b"
    r"[^.,;!?\n]{0,30}\b(?:l[4-9]|level[ -][4-9]|staff|principal)\b[^.,;!?\n]{0,30}"
    r"|\b(?:as|i am|i'm|i was|speaking as|being) (?:an? |the )?(?:[\w'-]+ ){0,3}\b(?:l[4-9]|level[ -][4-9])\b[^.,;!?\n]{0,30}",
    re.IGNORECASE,
)
"""A level or rank claimed for the answer or its author; only the phrase is taken out."""
