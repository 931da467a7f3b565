"""Words around a name that say whether it is a place, and of which level."""

from __future__ import annotations

P, K, C, D = 1, 2, 3, 4  # provinsi, kabupaten/kota, kecamatan, kelurahan/desa


def _table(rows: dict[str, tuple[int, ...]]) -> dict[str, frozenset[int]]:
    return {word: frozenset(levels) for words, levels in rows.items() for word in words.split()}


# The word before the name states its level.
LEVEL_CUES = _table(
    {
        "desa ds dsa kelurahan kel klurahan kalurahan gampong gampoeng pekon nagari lembang kampong gampung": (D,),
        "kecamatan kec kcmtan kecmtn kacamatan distrik kapanewon kemantren kec2an": (C,),
        "kabupaten kab kabupatn kbupaten": (K,),
        "kota kotamadya administrasi": (K,),
        "provinsi prov propinsi prop": (P,),
    }
)
# A kampung is a village in some provinces and a neighbourhood in others: a cue only where the gazetteer agrees.
SOFT_LEVEL_CUES = _table({"kampung kmpung kp negeri": (D,)})

# The office before the name has an area of this level.
OFFICE_CUES = _table(
    {
        "polda kapolda wakapolda gubernur wagub pemprov pangdam kodam kejati kajati cagub pilgub": (P,),
        "polres kapolres wakapolres polresta kapolresta polrestabes kapolrestabes kodim dandim kpu kpud kip bawaslu panwaslih bupati wabup pemkab "
        "pemkot walikota wakilwalikota wali sekda sekkab sekkot dprd kejari kajari bpbd kesbangpol bakesbangpol satpolpp rsud diskominfo dispendukcapil "
        "disdukcapil dinkes dishub pemda pilbup pilwali pilkada pilwalkot forkopimda pengadilan kesbang sekretariat dpmd bkpsdm inspektorat mkkpu": (
            K,
        ),
        "polsek kapolsek wakapolsek kapolsubsektor polsubsektor koramil danramil panwascam panwaslucam panwaslukcam ppk camat sekcam kua forkopimcam muspika "
        "kapospol pospol puskesmas": (C,),
        "kades kadesnya lurah kakel sekdes pemdes bpd pps keuchik geuchik keucik perbekel kuwu klebun petinggi pambakal kalebun bayan peratin wali-nagari "
        "pkd panwasdes": (D,),
    }
)
# Offices whose area may be a village, a kecamatan or larger: the name decides.
ANY_OFFICE = frozenset(
    {
        "kepala",
        "ketua",
        "anggota",
        "panitia",
        "panwas",
        "panwaslu",
        "balai",
        "kantor",
        "gudang",
        "pendopo",
        "pendapa",
        "alun",
        "babinsa",
        "bhabinkamtibmas",
        "linmas",
        "warga",
        "masyarakat",
        "wong",
        "rakyat",
        "pemuda",
        "tokoh",
        "karang",
    }
)
KOTA_ONLY = frozenset(
    {"kota", "kotamadya", "pemkot", "walikota", "polrestabes", "kapolrestabes", "pilwali", "pilwalkot", "sekkot"}
)
KABUPATEN_ONLY = frozenset({"kabupaten", "kab", "bupati", "wabup", "pemkab", "pilbup", "sekkab"})

# Words after which a name is likely a place.
PREPOSITIONS = frozenset(
    "di dari ke d dr k daerah wilayah kawasan sekitar asal area se nang ning neng nek ndek teng ten e' dhari ka ti di' diwilayah nde tanah seluruh "
    "pas' sekitaran arah arek wilkum wil jurusan menuju perbatasan antara dri nag pusat ibukota tps ri neng' lan' sa bak' lam pa ko po".split()
)
# After these, the next words name something that is not an area, even when an area has the same name.
BLOCKERS = frozenset(
    "dusun dsn dukuh dukuhan dk krajan lingkungan ling jalan jl jln jalur gang gg perum perumahan mushola musholla musala langgar surau pura "
    "vihara klenteng hotel sungai kali bengawan gunung bukit pantai partai pt cv ud toko warung cafe kafe kedai resto rm "
    "pondok universitas kampus bank koperasi "
    "pak bu ibu bapak mas mbak cak gus haji h hj ustadz ustad kyai kiai nyai ning' abah bang kang neng' pulau selat teluk tol gerbang exit waduk telaga danau candi "
    "makam rumah rs klinik yayasan hutan kebun apotek salon bengkel agen kapal km bus group grup channel media radio tabloid harian persatuan arema persebaya drs saudara sdr sdri inisial bernama nama "
    "tuan mr almarhum alm polisi brigadir bripka bripda aipda aiptu ipda iptu akp kompol akbp kombes sersan serka serda pelda letda lettu kapten mayor letkol kolonel".split()
)
# Named after the area they stand in, as often as not.
FACILITIES = frozenset(
    "pasar sekolah sma smk smp sd sdn smpn sman smkn mi mts ma man min mtsn tk paud gedung gor stadion lapangan simpang perempatan pertigaan "
    "masjid mesjid gereja ponpes pesantren bundaran tugu terminal pelabuhan stasiun jembatan tikungan rsu pendopo pendapa balai".split()
)
# Joins two names of one list: "Desa A, B dan C".
JOINERS = frozenset(
    {
        "dan",
        "serta",
        "maupun",
        "&",
        "karo",
        "ambi",
        "sareng",
        "lan",
        "jeung",
        "atau",
        "sampai",
        "hingga",
        "sama",
        "ban",
        "jo",
    }
)
# Words that may stand between a village and the areas above it.
LINKS = frozenset(
    "kec kecamatan kab kabupaten kota provinsi prov di wilayah distrik daerah kapanewon kemantren nagari kotamadya masuk kel kelurahan desa ds ikut".split()
)
# Regions that are no administrative area of their own, although some village bears the name.
REGIONS = frozenset(
    "madura jawa indonesia sumatera sumatra kalimantan sulawesi mataraman tapalkuda pantura malangraya soloraya nusantara borneo".split()
)
# Ranks and forms of address; some villages are called so.
TITLES = frozenset(
    "kompol ipda iptu aiptu aipda akp akbp bripka bripda kombes letda lettu kapten mayor letkol kolonel serka serda sertu pak bu bang mas kang haji gus ning".split()
)
# Behind these a word is looked at whatever it is: the text itself says that a name follows.
STATING = frozenset(LEVEL_CUES) | frozenset(OFFICE_CUES) | {"di"}
