#!/usr/bin/env python3
"""Gives a password back from its shares (SLIP-39), without any other program.

Take a computer without a network and run: python3 recover.py (Python 3.6 or newer).
Type the words of each share. Four letters of a word are enough; capitals, line ends
and numbers before the words do no harm. The password appears when there are enough
shares. Nothing is written to a file. "python3 recover.py -p" asks for a passphrase
first; our shares have none. If you type this program in from paper: the two signs
at the end of each line of words find a mistake in that line.
"""
import hashlib, hmac, re, sys

# The 1024 words of SLIP-39 in their order, by their first four letters.
LIST = """
acad acid acne acqu acro acti actr adap adeq adju admi ador adul adva advo afra agai agen agre aide airc 76
airl airp ajar alar albu alco alie aliv alph alre alto alum alwa amaz ambi amou amus anal anat ance anci 8c
ange angr anim answ ante anxi apar aqua arca aren argu arme arti artw aspe auct augu aunt aver avia avoi 50
awar away axis axle beam bear beav beco bedr beha bein beli belo bene best beyo bike biol birt bish blac 48
blan bles blim blin blue body bolt bori born both boun brac bran brav brea brie brok brot brow buck budg f0
buil bulb bulg bump bund burd burn busy buye cage calc came camp cany capa capi capt carb card care carg 46
carp carv cate caus ceil cent cera cham chan char chec chem ches chew chub cine civi clas clay clea clie c5
clim clin cloc clog clos clot club clus coal coas codi colu comp corn cost coun cour cove cowb crad craf 35
craz cred cric crim cris crit crow cruc crun crus crys cubi cult curi curl cust cyli dais dama danc dark f0
data daug dead deal debr debu dece deci decl deco decr deli dema dens deny depa depe depi depl desc dese ad
desi desk dest deta dete devi devo diag dict diet dile dimi dini dipl disa disc dise dish dism disp dist de
dive divo docu doma dome domi doug down drag dram drea dres drif drin drov drug drye duck duke dura dwar 66
dyna earl eart ease easy echo ecli ecol edge edit educ eith elbo elde elec eleg elem elep elev elit else a2
emai emer emis empe emph empl empt endi endl endo enem ener enfo enga enjo enla entr enve envy epid epis 63
equa equi eras erod esca esta esti eval even evid evil evok exac exam exce exch excl excu exec exer exha b5
exot expa expe expl expr exte extr eyeb faci fact fail fain fake fals fami famo fanc fang fant fata fati 9e
favo fawn fibe fict filt fina find fing fire firm fisc fish fitn flam flas flav flea flex flip floa flor b9
fluf focu forb forc fore forg form fort forw foun frac frag freq fres fria frid frie fros frot froz fume 9d
fund furl fuse gala game garb gard garl gaso gath gene geni genr genu geol gest glad glan glas glen glim 2c
goat gold grad gran gras grav gray grea grie gril grin groc gros grou grow grum guar gues guil guit gums ec
hair hams hand hang harv have havo hawk haza head heal hear heat help hera herd hesi hobo holi holy home 5d
horm hosp hour huge huma humi hunt husb hush husk hybr idea iden idle imag impa impl impr impu incl inco f2
incr inde indi indu infa info inhe inju inma inse insi inst inte inti inva invo iris isla isol item ivor d8
jack jerk jewe join judi juic jump junc juni junk jury just kern keyb kidn kind kitc knif knit lade ladl 7a
lady lair lamp lang larg lase laun laws lead leaf lear leav lect lega lege legs lend leng leve libe libr 69
lice lift like lila lily lips liqu list lite livi liza loan lobe loca losi loud loya luck luna lunc lung 82
luxu lyin lyri mach maga maid mail main make maki mama mana mand mans manu mara marc mark marv maso mate 93
math maxi mayo mean meda medi memb memo ment merc meri meth metr mids mild mili mine mini mira mixe mixt 69
mobi mode modi mois mome morn mort moth moun mous move much mule mult musc muse musi must nail nati neck 9b
nega nerv netw news nucl numb nume nylo oasi obes obje obse obta ocea ofte olym omit oral oran orbi orde 92
ordi orga ounc oven over owne pace paci pack paid pain paja panc pant papa pape parc park part pate patr 0a
paym payr peac pean peas peca pena penc perc perf perm peti phan phar phot phra phys pick pict piec pile cc
pink pipe pist pitc plai plan plas plat play plea plot plun prac pray prea pred preg prem prep pres prev 0b
prie prim prio pris priv priz prob proc prof prog prom pros prov prun publ puls pump puni puny pupa purc f7
purp pyth quan quar quic quie race raci rada rail rain rais rand rank rapi rasp reac real rebo rebu reca 14
rece reco regr regu reje rela reme remi remo rend repa repe repl requ resc rese resi resp resu reta retr dc
reun reve revi rewa rhym rhyt rich riva rive robi rock roma romp rost roun roya ruin rule rumo sack safa e6
sala salo salt sati sato save says scan scar scat scen scho scie scou scra scre scri scro seaf seas secr 5d
secu segm seni shad shaf sham shap shar shel sher shor shou shri side sile silv simi simp sing sist skin 56
skun slap slav sled slic slim slow slus smar smea smel smir smit smok smug snak snap snif soci soft sold 2e
solu soul sour spac spar spea spec spel spen spew spid spil spin spir spit spra spri squa sque stad staf ea
stan star stat stay stea step stic stil stor stra stri styl subj subm suga suit sunl supe surf surp surv 9c
swea swim swin swit symb symp synd syst tack tact tadp tale task tast taug taxi teac team teas temp tena 3e
tend tens term test text than that thea theo ther thor thre thum thun tick tidy timb time ting tofu toge b1
tole tota toxi trac traf trai tran tras trav trea tren tria tric trip triu trou true trus twic twin type 90
typi ugly ulti umbr unco unde unfa unfo unha unio univ unki unkn unus unwr upgr upst user ushe usua vali 5a
valu vamp vani vari vega velv vent verd veri very vete vexe vict vide view vint viol vira visi visu vita bf
voca voic volu vote voti waln warm warn watc wavy weal weap webc welc welf west widt wild wind wine wire 12
wisd with wits wolf woma work wort wrap wris writ wrot year yelp yiel yoga zero 9c
"""
NUMBER_OF = {}
for line in LIST.split("\n")[1:-1]:
    if hashlib.sha256(line[:-3].encode()).hexdigest()[:2] != line[-2:]:
        sys.exit("This program was typed wrongly, in the line: " + line)
    for word in line.split()[:-1]:
        NUMBER_OF[word] = len(NUMBER_OF)
if len(NUMBER_OF) != 1024 or list(NUMBER_OF) != sorted(NUMBER_OF):
    sys.exit("This program was typed wrongly: a line of words is missing.")

class Wrong(Exception):
    """What is wrong, for the person who typed it."""

# ---- A share's words: each is a number of ten bits

def read_words(text):
    numbers, numbered = [], None
    for token in text.lower().split():
        place = len(numbers) + 1
        digits, letters = re.match(r"([0-9]{0,4})(.*)", token, re.S).groups()
        if digits:
            numbered, letters = int(digits), re.sub(r"^[.)]", "", letters)
        if not letters:
            continue  # a number alone: its word follows
        if numbered not in (None, place):
            raise Wrong("word %d bears the number %d" % (place, numbered))
        if not re.match("[a-z]{4,8}$", letters) or letters[:4] not in NUMBER_OF:
            raise Wrong("word %d cannot be: it is not in the list" % place)
        numbers.append(NUMBER_OF[letters[:4]])
        numbered = None
    return numbers

GENERATOR = [0x00E0E040, 0x01C1C080, 0x03838100, 0x07070200, 0x0E0E0009,
             0x1C0C2412, 0x38086C24, 0x3090FC48, 0x21B1F890, 0x03F3F120]

def is_sound(numbers):
    """Whether the last three words are the checksum of all before them."""
    extendable = len(numbers) > 1 and numbers[1] >> 4 & 1
    state = 1
    for number in list(b"shamir_extendable" if extendable else b"shamir") + numbers:
        top = state >> 20
        state = (state & 0xFFFFF) << 10 ^ number
        for bit in range(10):
            if top >> bit & 1:
                state ^= GENERATOR[bit]
    return state == 1

class Share:
    """Four words say what it is; its value; three words of checksum."""
    def __init__(self, numbers):
        if len(numbers) < 20 or not is_sound(numbers):
            raise Wrong("the checksum is wrong: a word is wrong, missing or moved")
        whole = 0
        for number in numbers:
            whole = whole << 10 | number
        bits = 10 * (len(numbers) - 7)
        spare = bits % 16
        value = whole >> 30 & (1 << bits) - 1
        head = whole >> 30 + bits
        exponent, self.group, needed, count, self.member, self.needed = [
            head >> shift & 15 for shift in (20, 16, 12, 8, 4, 0)]
        self.needed += 1
        if spare > 8 or value >> bits - spare or max(needed, self.group) > count:
            raise Wrong("no correct program wrote this share")
        self.value = value.to_bytes((bits - spare) // 8, "big")
        # What all shares of a set have in common, its number first.
        self.set = head >> 25, head >> 24 & 1, exponent, needed + 1, count, bits

# ---- From shares to the secret: points of polynomials over bytes

POWER, LOG, power = [], {}, 1  # the field of AES: each byte but 0 is a power of 3
for exponent_of_3 in range(255):
    POWER.append(power)
    LOG[power] = exponent_of_3
    power ^= power << 1 ^ (0x11B if power & 0x80 else 0)

def value_at(x, points):
    """The polynomial through the points {x: bytes} at another x (Lagrange)."""
    result = bytes(len(next(iter(points.values()))))
    for a, value in points.items():
        weight = sum(LOG[x ^ b] - LOG[a ^ b] for b in points if b != a)
        result = bytes(sum_ ^ (POWER[(LOG[byte] + weight) % 255] if byte else 0)
                       for sum_, byte in zip(result, value))
    return result

def secret_of(points, needed):
    """The secret lies at 255; at 254 lie four bytes of its digest and their key."""
    points = dict(sorted(points.items())[:needed])
    if needed == 1:
        return next(iter(points.values()))
    secret, proof = value_at(255, points), value_at(254, points)
    if hmac.new(proof[4:], secret, "sha256").digest()[:4] != proof[:4]:
        raise Wrong("these shares do not fit together: one of them is altered")
    return secret

def decrypt(secret, passphrase, number, extendable, exponent):
    half = len(secret) // 2
    left, right = secret[:half], secret[half:]
    salt = b"" if extendable else b"shamir" + number.to_bytes(2, "big")
    for turn in (3, 2, 1, 0):
        mask = hashlib.pbkdf2_hmac("sha256", bytes([turn]) + passphrase,
                                   salt + right, 2500 << exponent, half)
        left, right = right, bytes(a ^ b for a, b in zip(left, mask))
    return right + left

# ---- The conversation

def ask_share():
    text = ""
    for line in iter(sys.stdin.readline, ""):
        try:
            numbers = read_words(text + line)
        except Wrong as why:
            print("%s. Type this line again." % why, flush=True)
            continue
        text += line
        if numbers and (line.isspace() or len(numbers) >= 20 and is_sound(numbers)):
            return Share(numbers)
    sys.exit("NO PASSWORD: there are not enough shares.")

def take(share, shares, groups):
    group = groups.get(share.group, [])
    if shares and share.set != shares[0].set:
        raise Wrong("it is of another set than share 1")
    if any(share.needed != other.needed for other in group):
        raise Wrong("it is of another split than the others of its group")
    if any(share.member == other.member for other in group):
        raise Wrong("a share with its place was typed before")
    shares.append(share)
    groups.setdefault(share.group, []).append(share)

def main():
    passphrase = input("Passphrase: ").encode() if sys.argv[1:] == ["-p"] else b""
    shares, groups, points, is_enough = [], {}, {}, False
    while not is_enough:
        count = len(shares) + 1
        print("Share %d: type its words, and Enter twice." % count, flush=True)
        try:
            take(ask_share(), shares, groups)
        except Wrong as why:
            print("SHARE %d IS NOT TAKEN: %s. Type it again." % (count, why))
            continue
        for group, members in groups.items():
            print("Group %d has %d of the %d shares that it needs."
                  % (group + 1, len(members), members[0].needed))
        complete = {g: m for g, m in groups.items() if len(m) >= m[0].needed}
        is_enough = len(complete) >= shares[0].set[3]
    for group, members in complete.items():
        values = {member.member: member.value for member in members}
        points[group] = secret_of(values, members[0].needed)
    number, extendable, exponent, needed = shares[0].set[:4]
    encrypted = secret_of(points, needed)
    master = decrypt(encrypted, passphrase, number, extendable, exponent)
    print("hex:      " + master.hex())
    if all(32 <= byte < 127 for byte in master):  # of odd length: a space was added
        print("password: " + re.sub(" $", "", master.decode("ascii")))

try:
    main()
except Wrong as why:
    sys.exit("NO PASSWORD: %s." % why)
