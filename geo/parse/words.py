"""Classes of English words that tell a toponym from another name.

Hand-written lists of function words, titles and the generic parts of names. The model sees
only the class of a neighbouring word, never the word itself, so that it carries over to
texts about anything.
"""

from __future__ import annotations

import numpy as np

from geo.gazetteer.world import KINDS

IN = "in within"
AT = "at near outside inside around throughout across beyond"
FROM = "from to toward towards into via through leaving"
OF = "of"
ON = "on along off over under above below"
WITH = "for with by against about after before since until during as than like"
BETWEEN = "between among amid"
AND = "and or & nor but versus vs"
THE = "the"
DETERMINER = "a an this that these those his her its their our my your some any no every each"
PRONOUN = "he she him who whom himself herself i we they you it"
SAID = (
    "said says say told tells added adds asked explained replied wrote writes testified recalled "
    "noted argued insisted admitted joked laughed smiled shrugged nodded pleaded confessed "
    "tweeted quipped remembered grew retired married died scored threw caught pitched hit ran "
    "finished batted coached"
)
STATE_VERB = (
    "has have had is was are were will would could should may might must does did do been be "
    "can cannot"
)
GOVERNS = (
    "accused accuses denies denied wants warned warns demanded demands rejected rejects agreed "
    "agrees signed signs voted vows vowed condemned condemns recalled expelled invaded claims "
    "banned bans pledged pledges refuses refused insists sought seeks urged urges threatened "
    "imposed withdrew joined exports imports borders beat beats defeated won lost plays hosts "
    "hosted ranks launched announced confirmed reported reports declared"
)
MOTION = (
    "visit visited visiting visits leave left reach reached reaching entered enter entering "
    "arrived fled flee flees crossed crossing hit struck toured tour lives lived live living "
    "moved returned headed drove flew sailed traveled travelled based born raised located "
    "held closed opened near"
)
TITLE = (
    "mr mrs ms miss mx dr prof professor sir dame lord lady president vice-president "
    "chairman chairwoman chair secretary minister premier chancellor governor gov mayor senator "
    "sen representative rep congressman congresswoman councilman councilwoman councilor "
    "councillor alderman commissioner judge justice sheriff deputy officer sgt sergeant lt "
    "lieutenant col colonel gen general capt captain maj major cpl pvt admiral constable det "
    "detective inspector superintendent chief coach manager pastor rev reverend father bishop "
    "archbishop cardinal pope rabbi imam sheikh king queen prince princess emperor saint "
    "spokesman spokeswoman spokesperson director attorney ambassador engineer chef actor "
    "actress singer author striker goalkeeper quarterback pitcher defender midfielder guard "
    "forward winger captain principal trustee selectman treasurer clerk nurse trooper"
)
KIN = (
    "son daughter wife husband brother sister mother father uncle aunt cousin nephew niece "
    "grandson granddaughter grandmother grandfather friend colleague partner boyfriend "
    "girlfriend neighbor neighbour widow named called alias"
)
DIRECTION = (
    "north south east west northern southern eastern western northeast northwest southeast "
    "southwest northeastern northwestern southeastern southwestern north-east north-west "
    "south-east south-west central upstate downtown midtown uptown upper lower inner outer "
    "greater metropolitan suburban rural mainland coastal nearby mid"
)
PLACE_NOUN = (
    "city town village hamlet township borough suburb province state county region "
    "capital prefecture parish municipality neighborhood neighbourhood community settlement "
    "governorate oblast canton republic kingdom island islands peninsula coast border area "
    "side resort port outskirts metro residents resident native"
)
PEOPLE_NOUN = (
    "government president troops people officials official army soldiers soldier forces force "
    "authorities man woman men women citizens citizen nationals national embassy parliament "
    "police border language military rebels rebel militants immigrants migrants refugees "
    "families family children workers fans voters diplomats leader leaders economy company "
    "companies media television newspaper radio airstrikes jets warplanes ship ships team "
    "players player side prime foreign deputy dollar franc peso pound rupee senator counterpart "
    "culture cuisine food film politics scientists researchers tourists tourist students "
    "student doctors doctor lawyer minister ministry central gunmen fighters ambassador"
)
MONTH = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sept sep oct nov dec monday tuesday wednesday thursday friday "
    "saturday sunday mon tue wed thu fri sat sun"
)
BODY = (
    "department council university college school schools academy hospital ministry court courts "
    "police sheriff sheriff's commission committee board authority agency bureau office parliament "
    "senate assembly congress government embassy consulate army navy force forces guard marines "
    "institute institution laboratory museum library district elementary secondary "
    "infirmary constabulary legislature federation association society union commission command "
    "medical health fire fire-rescue hall zoo seminary coalition center centre clinic foundation "
    "service services administration regiment brigade division archdiocese diocese church "
    "cathedral "
    "republican democratic party supreme district superior circuit"
)
COMPANY = (
    "inc corp corporation co company ltd llc plc group holdings industries airlines airways air "
    "bank partners capital energy motors oil mining steel insurance technologies systems "
    "pharmaceuticals foods brewing brewery times news post tribune herald gazette journal "
    "chronicle star sun mail press observer courier dispatch examiner register sentinel bulletin "
    "record globe telegraph guardian review monitor independent magazine radio tv broadcasting "
    "fc afc cf sc united rovers wanderers athletic hotspur albion sporting real dynamo "
    "wildcats tigers bulldogs eagles lions bears panthers hawks falcons cowboys giants jets "
    "rangers kings sharks raiders chiefs broncos rams saints dolphins patriots steelers ravens "
    "browns bengals colts texans titans jaguars redskins cardinals seahawks packers vikings "
    "bucs buccaneers bulls celtics lakers clippers knicks nets heat magic hornets wizards spurs "
    "mavericks rockets grizzlies pelicans suns nuggets jazz blazers thunder warriors cavaliers "
    "pistons pacers bucks timberwolves yankees mets dodgers cubs sox reds pirates brewers twins "
    "royals astros athletics angels mariners padres rockies diamondbacks braves marlins "
    "phillies nationals orioles rays bruins sabres canadiens senators leafs flyers penguins "
    "capitals hurricanes lightning predators blues blackhawks jets wild avalanche oilers flames "
    "canucks ducks coyotes longhorns aggies huskies spartans wolverines buckeyes trojans "
    "gators seminoles crimson volunteers razorbacks rebels hoosiers boilermakers hawkeyes "
    "cyclones jayhawks sooners utes buffaloes cougars knights pioneers mustangs indians "
    "orchestra symphony philharmonic festival marathon cup open prize championship championships "
    "stock exchange hotel hotels entertainment studios records pictures express railway "
    "railways rail lines cruises shipping logistics solar ventures realty club bowl derby"
)
STREET = (
    "street st avenue ave road rd boulevard blvd drive lane ln court highway hwy route parkway "
    "turnpike freeway expressway interstate terrace way plaza alley row crescent motorway pike"
)
GEO = (
    "river county lake island islands mountains mountain mount valley province city creek bay "
    "beach hills hill falls springs heights forest desert peninsula gulf sea ocean strait canal "
    "delta basin canyon ridge coast village township parish borough state territory oblast "
    "prefecture governorate highlands plateau reservoir cape point harbor harbour park "
    "national reserve district region republic kingdom emirate atoll archipelago glacier "
    "junction grove square estate plains woods crossing landing"
)
FACILITY = (
    "airport station bridge stadium arena dam tower mall tunnel terminal prison jail cemetery "
    "base camp fort theatre theater mosque temple synagogue palace castle mine plant refinery "
    "refuge speedway raceway courthouse field fields farm ranch winery market"
)
ABBREVIATION = (
    "mr mrs ms dr prof gov sen rep rev sgt lt col gen capt maj cpl pvt det hon pres st mt ft "
    "jr sr inc corp co ltd vs etc no nos ave blvd rd jan feb mar apr jun jul aug sept sep oct "
    "nov dec ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss "
    "mo mont neb nev okla ore pa penn tenn tex vt va wash wis wyo ont que alta sask man dept "
    "univ assn bros"
)
# Generic words that make a street of the capitals before them, and of the number after them.
STREET_ENDS = (
    "street avenue road boulevard drive lane parkway turnpike freeway expressway highway "
    "st ave rd blvd"
)
ROADS = "highway interstate route road hwy rte expressway motorway"
# "Penobscot River", "Mount Shkhara": generic words that make a feature of a capital beside them.
FEATURE_ENDS = (
    "river creek valley island islands mountain mountains hills bay falls forest desert peninsula "
    "canal lake strait sea gulf reservoir canyon glacier"
)
FEATURE_BEGINS = "lake mount cape"
DISEASE = (
    "virus viruses fever flu disease strain strains syndrome encephalitis ebolavirus hantavirus"
)
MILD_HYPHEN = (
    "based born led backed area bound made trained style wide controlled held occupied "
    "sponsored funded owned built run educated speaking flagged registered friendly"
)

# Exclusive classes in order of precedence: a word takes the first that lists it.
LISTED = {
    "in": IN,
    "at": AT,
    "from": FROM,
    "of": OF,
    "on": ON,
    "with": WITH,
    "between": BETWEEN,
    "and": AND,
    "the": THE,
    "determiner": DETERMINER,
    "pronoun": PRONOUN,
    "said": SAID,
    "state_verb": STATE_VERB,
    "motion": MOTION,
    "governs": GOVERNS,
    "month": MONTH,
    "title": TITLE,
    "kin": KIN,
    "direction": DIRECTION,
    "street": STREET,
    "place_noun": PLACE_NOUN,
    "people_noun": PEOPLE_NOUN,
    "body": BODY,
    "company": COMPANY,
    "geo": GEO,
    "facility": FACILITY,
    "hyphen_tail": MILD_HYPHEN,
    "disease": DISEASE,
}
SHAPED = (
    "edge",
    "newline",
    "lower",
    "lower_english",
    "cap_unknown",
    "cap_english",
    "cap_first_name",
    "cap_last_name",
    "upper",
    "number",
    "mixed",
    "comma",
    "stop",
    "colon",
    "open",
    "close",
    "quote",
    "dash",
    "slash",
    "possessive",
    "initials",
    "currency",
    "other",
)
CAPITALISED = ("title", "body", "company", "street", "geo", "facility", "direction", "month")
# A listed word that is capitalised says something else than in lower case ("Hall", "hall").
CLASSES = (*SHAPED, *LISTED, *(f"cap_{name}" for name in CAPITALISED))
CODE = {name: number for number, name in enumerate(CLASSES)}


def _first_class() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, listed in LISTED.items():
        for word in listed.split():
            found.setdefault(word, name)
    return found


CLASS_OF = _first_class()


def _listed_in(*lists: str) -> frozenset[str]:
    return frozenset(" ".join(lists).split())


# Overlapping sets, for tests of membership ("court" is both a body and a street).
BODY_WORDS = _listed_in(BODY)
COMPANY_WORDS = _listed_in(COMPANY)
STREET_WORDS = _listed_in(STREET)
GEO_WORDS = _listed_in(GEO)
FACILITY_WORDS = _listed_in(FACILITY)
TITLE_WORDS = _listed_in(TITLE)
ABBREVIATIONS = _listed_in(ABBREVIATION)

# Kinds of places as far as texts tell them apart.
GROUPS = (
    *("country", "continent", "region", "admin1", "admin2"),
    *("city", "district", "nature", "site", "unlisted"),
)
(COUNTRY, CONTINENT, REGION, ADMIN1, ADMIN2, CITY, DISTRICT, NATURE, SITE, UNLISTED) = range(10)

# What common nouns say of the kind of the name they go with.
KINDS_SAID = {
    CITY: "city town village hamlet township suburb municipality settlement port resort commune",
    ADMIN1: "state province oblast prefecture governorate emirate territory canton",
    ADMIN2: "county district parish borough",
    COUNTRY: "country nation republic kingdom",
    NATURE: "river lake sea gulf bay ocean mountain mountains valley island islands peninsula "
    "strait desert creek cape basin delta range volcano",
    DISTRICT: "neighborhood neighbourhood quarter",
}

# What an office says of the area it is held in: "Georgia Gov. X", "the mayor of Paris".
OFFICES = {
    CITY: "mayor mayoral",
    ADMIN1: "governor gov gubernatorial lieutenant legislature statehouse lawmakers",
}

# Kinds that a text names as containers.
HOLDERS = np.zeros(len(GROUPS), bool)
HOLDERS[[COUNTRY, ADMIN1, ADMIN2, REGION]] = True

_NATURAL = (
    *("sea", "gulf", "strait", "lake", "river", "canal", "falls", "range", "mountain"),
    *("volcano", "desert", "plain", "plateau", "valley", "forest", "peninsula", "cape"),
    *("island", "islands", "glacier", "park"),
)


def _group(kind: str) -> str:
    if kind == "ocean":  # as large, and as seldom meant otherwise
        return "continent"
    if kind in _NATURAL:
        return "nature"
    return {"admin3": "admin2", "border": "region"}.get(kind, kind if kind in GROUPS else "site")


GROUP_OF_KIND = np.array([GROUPS.index(_group(kind)) for kind in KINDS], np.int8)


def among(*names: str) -> np.ndarray:
    """Truth table over classes: `among("comma", "open")[code]`, quicker than a search."""
    table = np.zeros(len(CLASSES), bool)
    table[[CODE[name] for name in names]] = True
    return table


def of_groups(*groups: int) -> np.ndarray:
    """Truth table over kinds of places."""
    table = np.zeros(len(GROUPS), bool)
    table[list(groups)] = True
    return table


AREAS = of_groups(COUNTRY, ADMIN1)
LOCAL = of_groups(CITY, DISTRICT, ADMIN2, SITE)
