"""Words of an answer: what counts as one, which are common to all, and which say what a text is about."""

import re

from mock_interview.models import Question

# Chinese and Japanese write no spaces: each character counts.
_CJK = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+(?:['’-][^\W_{_CJK}]+)*")
_COMMON_WORDS = """
a about above after again all also an and any are as at be because been before but by can could do does each else even
every few first for from get gets give go good had has have he how i if in instead into is it its just know less like
make many may me more most much my need never no not now of off on once one only or other our out over same say see
set she should since small so some still such take than that the their them then there these they thing this time to
too train two under up us use used very want was way we well were what when where which while who why will with
without work would you your data model models training loss der die das und ist nicht ein eine mit von zu auf für dass
wenn man wird le la les des et est une dans que pour pas sur qui el los las y es un en por se del con o os uma não em
para da il di che per non het een van niet w na nie z się jest att det som och bir ve bu için
"""
COMMON = frozenset(_COMMON_WORDS.split())
"""Function words of the languages answers come in, and words that any answer about models has."""
_STANCE = """
able about accordingly across actually against align aligned almost along already always am amazon ambiguity ambiguous
answer anything apple approach approaches appropriate appropriately area areas around ask asked asking aspect aspects
balance balanced balancing basically become becomes believe besides best big both bottom-line break breaks bring
brings broad broken build building built business call called can't cannot career careful carefully case cause
certainly challenge challenges challenging choice choices clear clearly collaborate collaboration come comes
communicate communicates communicating communication companies company complete complex complexity comprehensive
conclusion cons consider considerations considered constraint constraints context cost costs course craft critical
cross-functional crucial customer customers deal decade decades decide decision decisions deep deeper deeply deepmind
definitely deliver delivered demonstrate depend depends deployed depth design designed detail details different
discuss doctor don't drive driven driving edge efficiency efficient efficiently elegant else end end-to-end engineer
engineering engineers ensure ensures essential essentially ever everyone everything exactly excellence excellent
experience experienced experiences expert expertise experts explain extensive extensively faang facebook factor
factors field finally find found fully fundamental fundamentally fundamentals furthermore generally goal goals going
gone google great guarantee hand handle handled hands happen happened happens happy hard harder head heart help helped
helps here highest highly holistic honestly hopefully i'd i'll i'm i've impact important incident incidents indeed
industry insight insights instead interested interesting interview interviews involve involved involves issue issues
it's job jobs join joined keep keeps kept key kind kinds knowledge known knows large latency lead leader leaders
leadership learn learned learnt led lesson lessons level long long-term look looking looks lot lots made mainly
maintain maintainable major makes making manage managed manager managers many mastery matter matters meaningful means
measure measured meta microsoft mind minds mindset modern monitor monitored monitoring moreover mostly naturally need
needed needs netflix never nothing nuance nuanced nuances number nvidia obviously often openai opinion optimal
optimise optimised optimize optimized others outcome outcomes overall overview own owned owner ownership owning part
particular passion passionate people per performance perhaps person personally perspective perspectives phd picture
please point points practice practices precisely principal priorities priority problem problems process product
production products professional professor project projects proper properly pros proven publish published quality
question questions quite rather ready real real-world really reason reasons recommend reliability reliable require
required requirements responsibility responsible result results right rigorous rigour risk risks robust robustly role
roles root run said saying says scalability scalable scale scaling seamless seamlessly see seen senior seniority serve
served share shared sharing shipped shipping short side significant significantly simply situation skill skills solid
solution solutions solve solved somebody someone something sometimes sorry space stakeholder stakeholders standpoint
start started starting state-of-the-art step steps strategic strategy strong strongly subject succeed success
successful successfully such sum summarise summarize summary support supported sure system systems talk talked talking
task tasks team teams tech technical technique techniques technology tell ten term thank thanks that's there's thing
think thinking thorough thoroughly those thought thoughtful thoughts till together told top topic trade trade-off
trade-offs tradeoff tradeoffs true truly trust ultimately understand understanding understood until upon usual usually
value various view vision wealth weigh weighed weighing weighs well-known whatever whenever wherever whole wide wise
won't work worked working works world world-class year years you're
"""
STANCE = frozenset(_STANCE.split())
"""Words by which a speaker shows off, sums up or is polite, and the great words of the trade."""
_RANK = re.compile(
    r"\b\d{1,2}\+?(?=(?: or more)? years?\b)|\bstaff(?=[ -](?:level|engineer|scientist|ml)\b)", re.IGNORECASE
)
"""Years of service, and the rank of that name."""
STEM = 6
"""Letters that decide whether two words are the same."""
_GENERIC = """
accept action adds alone althou anothe apart applie asks averag back batch begin being beside better betwee beyond
bias cannot carry change check checke checks choose choosi chosen claims classi code common compar comput concre
correc count counts decide descri differ down early effect embedd enough error errors estima evalua eviden exact
exampl expect experi explai facts failur featur figure fixed follow full gain genera given gives goes gradie grows
half high hold hundre input itself label labels langua last later learni least leave leaves left lettin limit little
longer lost mean measur memory method metric millio mislea missin multip must name near next nobody noise normal
notice number often ones optimi order output parame place plain plus positi precis predic price probab propos random
rankin rare rate read reads remedy repeat replac report return rule runnin runs sample sampli score scores second sees
separa sequen sets severa show shows signal single size smalle square standa states stays stop stops taken takes test
text three thresh throug times tokens traine update user users uses values varian versio weight whethe worse worth
write wrong zero
"""
GENERIC = frozenset(_GENERIC.split())
"""Beginnings of words that more than 15 of the fifty rubrics use: the trade's, and no subject's."""
FEWEST_HOLLOW = 7
"""Words: a shorter sentence may be a step of an argument, plain as its words are."""

_SUBJECTS = frozenset(("data", "loss", "model", "models", "train", "training"))
"""Common words that say something where two of them are put together."""
WORDS_A_SUBJECT = 10
"""So many words around each one of the subject say nothing of it: "to think of the trade-offs, of cost and latency"."""
LEAST_COMMON = 0.35
"""Share of function words: with fewer it is a note, and a note's words are chosen."""


def words(text: str) -> list[str]:
    """Return the words of a text, as they are written."""
    return _WORD.findall(text)


def is_hollow(sentence: str, question: Question) -> bool:
    """Return whether a sentence could stand in an answer to any question: no number, no word of any subject."""
    plain = _RANK.sub("", sentence)
    said = [word.lower().replace("\u2019", "'") for word in words(plain)]
    if len(said) < FEWEST_HOLLOW or any(c.isdigit() for c in plain) or len(_SUBJECTS.intersection(said)) > 1:
        return False
    subject = {word.lower() for topic in question.topics for word in words(topic)}
    if not all(word in COMMON or word in STANCE for word in said):
        return False
    named = sum(word in STANCE and word in subject for word in said)
    return named * WORDS_A_SUBJECT <= len(said) and sum(word in COMMON for word in said) >= LEAST_COMMON * len(said)


def subjects(text: str) -> set[str]:
    """Return the beginnings of the words that say what a text is about: not common, not of the trade as a whole."""
    found = {word.lower() for word in words(text) if len(word) > 3 and word.isalpha()}
    return {word[:STEM] for word in found - COMMON - STANCE} - GENERIC
