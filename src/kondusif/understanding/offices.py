"""Words of offices: ranks, titles, heads of office and their institutions, in folded letters.

The spelling of a role is that of the press; regional names keep their own ("Keuchik", "Perbekel").
"""

from __future__ import annotations

from kondusif.understanding.date_words import MONTHS, WEEKDAYS, listed


def spelled(names: str) -> dict[str, str]:
    """Each word of a line, in lower case, with its spelling."""
    return {name.lower(): name for name in names.split()}


def phrases(listing: str) -> frozenset[str]:
    """The parts of a line between commas, as a set."""
    return frozenset(listing.split(", "))


# Ranks of Polri and TNI with their usual spelling. A second word may belong to the rank: "Kombes Pol", "Letkol Arh".
RANKS: dict[str, str] = spelled(
    "AKBP AKP Kompol Kombes Komjen Irjen Brigjen Iptu Ipda Aiptu Aipda Bripka Brigpol Brigadir Briptu Bripda "
    "Bharaka Bharatu Bharada Letkol Kolonel Mayor Kapten Lettu Letda Peltu Pelda Serma Serka Sertu Serda Kopka "
    "Koptu Kopda Praka Pratu Prada Mayjen Letjen Jenderal Laksma Laksda Marsma Marsda"
)
RANK_PARTS: dict[str, str] = spelled(
    "Pol Inf Arh Arm Kav Czi Cba Cpl Chb Cpm Caj Cku Ckm Chk Ctp Cke Laut Mar Tek Pas Nav Adm Sus Kal TNI Purn"
)
TITLES = listed(
    "h hj haji hajah dr drs dra drh drg ir prof kh kyai kiai nyai ustaz ustad ustadz ust tgh tuan guru habib pdt "
    "pendeta rm romo pastor bapak bpk pak ibu bu mas mbak mba bang kang ning sdr sdri saudara saudari ns apt hc "
    "eng ing"
)
PARTICLES = listed("bin binti al el ibnu van de da dos ben")

SPEECH = listed(
    "mengatakan menyampaikan menjelaskan menegaskan mengungkapkan menuturkan menyebut menyebutkan menambahkan "
    "membenarkan membantah mengaku mengimbau meminta mengajak menilai memastikan menyatakan berharap mengingatkan "
    "menekankan memimpin juga"
)

# Phrase -> role as written, and what its institution is called when only a place follows ("Kapolres Malang": "Polres").
ROLES: dict[str, tuple[str, str]] = {}


def _add(institution: str, *roles: str, also: str = "") -> None:
    for role in roles:
        ROLES[role.lower()] = (role, institution)
    for other in also.split(", ") if also else ():
        ROLES[other] = (roles[0], institution)


_add("Polda", "Kapolda", "Wakapolda", "Kabid Humas", "Dirreskrimum", "Dirreskrimsus", "Dirintelkam", "Karo Ops")
_add("Polrestabes", "Kapolrestabes", "Wakapolrestabes")
_add("Polresta", "Kapolresta", "Wakapolresta")
_add("Polres", "Kapolres", "Wakapolres", "Kabag Ops", "Kabag SDM", "Kabag Log", "Kabag Ren", also="")
_add("Polres", "Kasihumas", also="kasi humas, kasubsi penmas, kasie humas")
_add("Polres", "Kasatreskrim", also="kasat reskrim")
_add("Polres", "Kasatlantas", also="kasat lantas")
_add("Polres", "Kasatintelkam", also="kasat intelkam, kasat intel")
_add("Polres", "Kasatsamapta", also="kasat samapta, kasat sabhara")
_add("Polres", "Kasatbinmas", also="kasat binmas")
_add("Polres", "Kasatresnarkoba", also="kasat resnarkoba, kasat narkoba")
_add(
    "Polsek",
    "Kapolsek",
    "Wakapolsek",
    "Kanit Reskrim",
    "Kanit Intelkam",
    "Kanit Binmas",
    "Kanit Samapta",
    "Kanit Provos",
)
_add("Polsek", "Kapolsubsektor", "Bhabinkamtibmas", also="")
ROLES["babinkamtibmas"] = ROLES["bhabinkamtibmas"] = ("Bhabinkamtibmas", "Polsek")
_add("Polres", "Kanit Siber", "Kanit Tipikor", "Kanit Pidum", "Paur Humas", "Kanit Gakkum", "Kanit Tipidter", "Panit")
_add("Kodim", "Dandim", "Kasdim", "Pasi Intel", "Pasiops", also="")
_add("Korem", "Danrem", "Kasrem")
_add("Kodam", "Pangdam", "Kasdam")
_add("Lanal", "Danlanal")
_add("Koramil", "Danramil", "Danposramil", "Babinsa", "Bati Tuud")
_add("Kecamatan", "Camat", "Sekcam", also="")
ROLES["sekretaris camat"] = ROLES["sekretaris kecamatan"] = ("Sekretaris Kecamatan", "Kecamatan")
_add("Desa", "Kepala Desa", also="kades, kepala desa, pak kades, kadesnya")
_add("Desa", "Sekretaris Desa", also="sekdes")
_add(
    "Desa",
    "Carik",
    "Petinggi",
    "Perbekel",
    "Kuwu",
    "Klebun",
    "Pambakal",
    "Pembakal",
    "Peratin",
    "Sangadi",
    "Penghulu Kampung",
)
ROLES["kalebun"] = ("Klebun", "Desa")
ROLES["prebekel"] = ("Perbekel", "Desa")
_add("Bawaslu", "Pengawas Desa", "Pengawas Kelurahan", "Pengawas TPS", "Pengawas Pemilu")
_add("BMKG", "Prakirawan")
_add("Nagori", "Pangulu")
_add("Kampung", "Penghulu")
_add("Desa", "Hukum Tua", also="kumtua")
_add("Desa", "Kepala Dusun", also="kadus, kasun, kamituwo, kepala dusun")
_add(
    "Desa",
    "Perangkat Desa",
    "Kaur Keuangan",
    "Kaur Umum",
    "Kaur Perencanaan",
    "Kasi Pemerintahan",
    "Modin",
    "Kepala Lorong",
)
_add("Kelurahan", "Lurah", "Sekretaris Lurah", also="")
_add("Gampong", "Keuchik", also="geuchik, keucik, geucik")
_add("Kampung", "Reje", "Kepala Kampung", "Datok Penghulu")
ROLES["kakam"] = ROLES["kepala kampung"]
_add("Nagari", "Wali Nagari", also="walinagari")
_add("Jorong", "Wali Jorong", also="kepala jorong")
_add("Distrik", "Kepala Distrik", also="kadistrik")
_add("Lembang", "Kepala Lembang")
_add("Negeri", "Raja Negeri", "Kepala Ohoi")
_add("Ohoi", "Kepala Soa")
_add("Pemkab", "Bupati", "Wakil Bupati")
_add("Pemkot", "Wali Kota", also="walikota")
_add("Pemkot", "Wakil Wali Kota", also="wakil walikota")
_add("Pemprov", "Gubernur", "Wakil Gubernur", "Sekdaprov")
_add("Pemkab", "Sekretaris Daerah", also="sekda, sekkab, sekdakab")
_add("Pemkot", "Sekkot", also="sekdakot")
_add("Pemkab", "Asisten Pemerintahan", "Asisten I", "Asisten II", "Asisten III", "Staf Ahli")
_add("Kejari", "Kajari", "Kasi Intel", "Kasi Pidum", also="")
ROLES["kepala kejaksaan negeri"] = ROLES["kajari"]
ROLES["kasi intelijen"] = ROLES["kasi intel"]
_add("Kejati", "Kajati")
_add("Lapas", "Kalapas", also="kepala lapas")
_add("Rutan", "Karutan", also="kepala rutan")
_add("Satpol PP", "Kepala Satpol PP", also="kasatpol pp, kasat pol pp, kepala satpolpp, kasatpol")
_add("Kesbangpol", "Kepala Kesbangpol", also="kakesbangpol, kaban kesbangpol, kepala badan kesbangpol")
_add("Bakesbangpol", "Kepala Bakesbangpol", also="kabakesbangpol")
_add("Puskesmas", "Kepala Puskesmas", also="kapus")
_add("Sekolah", "Kepala Sekolah", also="kepsek")
_add("BPBD", "Kepala BPBD", "Kepala Pelaksana BPBD", also="kalaksa bpbd, kalak bpbd")
_add("Kemenag", "Kepala Kemenag", also="kakankemenag, kakan kemenag")
_add("KUA", "Kepala KUA")
ROLES["direktur rsud"] = ("Direktur", "RSUD")
_add("Pospol", "Kapospol")
_add("Pos AL", "Komandan Pos AL")
_add("PLN", "Manajer PLN", "Manager PLN")
_add("Pengadilan Negeri", "Ketua Pengadilan Negeri", also="ketua pn")

# "Ketua", "anggota" and the like, of these bodies.
BODY_HEADS: dict[str, str] = {
    "ketua": "Ketua",
    "wakil ketua": "Wakil Ketua",
    "anggota": "anggota",
    "komisioner": "Komisioner",
    "sekretaris": "Sekretaris",
    "kepala sekretariat": "Kepala Sekretariat",
    "koordinator": "Koordinator",
    "staf": "staf",
    "plt ketua": "Plt Ketua",
}
BODIES: dict[str, str] = spelled(
    "KPU KPUD Bawaslu Panwaslu Panwascam Panwaslucam Panwaslih PPK PPS KPPS PKD PTPS KIP FKUB MUI BPD RT RW DPRD "
    "DKPP LPM KASN Gakkumdu PDK Panwasdes PPL PPD Panwasdis Linmas Forkopimda Forkopimcam PWI FKDM Ombudsman"
)
# Heads whose field follows: "Kepala Dinas Pendidikan", "Kordiv Penanganan Pelanggaran", "Kabid Aptika".
OPEN_HEADS: dict[str, str] = {
    "kepala dinas": "Kepala Dinas",
    "kadis": "Kepala Dinas",
    "kadin": "Kepala Dinas",
    "kepala badan": "Kepala Badan",
    "kaban": "Kepala Badan",
    "kepala bagian": "Kepala Bagian",
    "kabag": "Kabag",
    "kepala bidang": "Kepala Bidang",
    "kabid": "Kabid",
    "kepala seksi": "Kepala Seksi",
    "kasi": "Kasi",
    "kepala subbagian": "Kepala Subbagian",
    "kepala sub bagian": "Kepala Subbagian",
    "kasubag": "Kasubag",
    "kasubbag": "Kasubbag",
    "kanit": "Kanit",
    "kasat": "Kasat",
    "kordiv": "Kordiv",
    "koordiv": "Kordiv",
    "koordinator divisi": "Koordinator Divisi",
    "kadiv": "Kadiv",
    "divisi": "Divisi",
    "kepala upt": "Kepala UPT",
    "kepala kantor": "Kepala Kantor",
    "kepala": "Kepala",
    "direktur": "Direktur",
    "asisten": "Asisten",
    "inspektur": "Inspektur",
}
TOPICS = listed(
    "pendidikan kebudayaan kesehatan sosial perhubungan kominfo komunikasi informatika dan informasi pemerintahan "
    "pemberdayaan masyarakat desa perempuan anak pekerjaan umum penataan ruang perumahan permukiman lingkungan "
    "hidup pertanian perikanan kelautan peternakan perdagangan perindustrian koperasi usaha mikro tenaga kerja "
    "transmigrasi pariwisata pemuda olahraga kependudukan pencatatan sipil penanaman modal satu pintu pelayanan "
    "terpadu perpustakaan arsip kepegawaian pengembangan sumber daya manusia keuangan pendapatan aset perencanaan "
    "pembangunan penelitian penanggulangan bencana kesatuan bangsa politik ketahanan pangan hukum humas protokol "
    "organisasi tata kerja sama penanganan pelanggaran pencegahan sengketa penyelesaian hubungan partisipasi "
    "teknis penyelenggaraan data diklat sosdiklih parmas sdm hp2h aptika siber reskrim intelkam lantas samapta "
    "binmas pidum pidsus intelijen intel ops umum logistik pemilu pemilihan trantib ketentraman ketertiban kesra "
    "ekonomi pengawasan rendatin tipikor tipidter gakkum i ii iii rakyat kesejahteraan"
)
OFFICES_AFTER_HEAD = listed(
    "disdukcapil diskominfo dispendukcapil dinkes dishub dispendik disdik dinsos dpmd dpmptsp dlh bappeda bpkad "
    "bkd bkpsdm bkn bps bnn bnnk bmkg kesbangpol bakesbangpol satpol puskesmas kemenag kua sd sdn smp smpn sma "
    "sman smk smkn mi mts man madrasah sekolah lapas rutan bpbd pln rsud upt uptd bpn basarnas sar kppn samsat "
    "disperindag dinas badan bagian bidang"
)
# Words that say which institution or area a role belongs to.
INSTITUTIONS: dict[str, str] = spelled(
    "Polres Polresta Polrestabes Polda Polsek Polsubsektor Kodim Koramil Korem Kodam Bawaslu KPU KPUD Panwascam "
    "PPK PPS KPPS Panwaslih KIP Pemkab Pemkot Pemprov Kejari Kejati Kabupaten Kab Kota Kecamatan Kec Kelurahan "
    "Kel Desa Ds Dusun Provinsi Prov Distrik Kampung Nagari Gampong RT RW TPS Dinas Diskominfo Disdukcapil Dinkes "
    "Dishub Bakesbangpol Kesbangpol Puskesmas Satpol PP Polri TNI SDN SMPN SMAN SMKN Lingkungan Panwaslu Setda "
    "Sekretariat Banjar Jorong RI"
)
AREA_WORDS = listed(
    "kabupaten kab kota kecamatan kec kelurahan kel desa ds dusun provinsi prov distrik kampung nagari gampong rt rw"
)
PLACE_CUES = AREA_WORDS | listed("polsek polres polresta koramil kodim pemkab pemkot")
DIRECTIONS = listed(
    "timur barat selatan utara tengah tenggara daya raya jaya kota kepulauan laut hulu hilir besar lor kidul "
    "wetan kulon pusat ilir ulu"
)
ACTING: dict[str, str] = {
    "pj": "Pj",
    "pjs": "Pjs",
    "plt": "Plt",
    "plh": "Plh",
    "penjabat": "Pj",
    "penjabat sementara": "Pjs",
    "pejabat sementara": "Pjs",
    "pelaksana tugas": "Plt",
    "pelaksana harian": "Plh",
}
# Who stands for election or campaigns is nobody in office here, nor is who once held it.
NOT_IN_OFFICE = listed(
    "calon cabup cawabup cawali cagub cawagub cabub paslon bacalon bacabup balon pasangan kandidat mantan eks bekas"
)

# Capitalised words that are no name of a person.
NO_NAME = (
    listed(
        "pilkada pemilu pilbup pilgub pilwali pilwalkot pemilihan pilpres pileg serentak indonesia republik "
        "negara timur barat tengah tenggara selatan utara asn pns tni polri bumn bumd satpol ormas lsm pkk dprd "
        "apk dpt dptb dps tps ppps pps kpps ppk kpu bawaslu komisi badan dinas kementerian pemerintah pemkab "
        "pemkot pemprov forkopimda forkopimcam muspika muspida tim tokoh masyarakat warga aparat aparatur pejabat "
        "operasi mantap praja semeru tahun pukul jam wib wita wit dalam pada dan atau yang untuk dengan di ke "
        "dari ini itu ia dia mereka kami kita saya selain setelah sementara menurut bersama beserta serta juga "
        "saat ketika jika sebab karena namun tetapi sehingga agar bahwa sebagai selaku para seluruh semua setiap "
        "salah sudah telah akan tidak belum bisa dapat harus masih lagi baca berita komentar editor reporter "
        "penulis foto video undang uu pasal ayat nomor no sk surat rakor rapat apel upacara acara kegiatan "
        "sosialisasi deklarasi netralitas netral kondusif allah tuhan islam kristen katolik hindu buddha muslimat "
        "fatayat ansor banser nu muhammadiyah partai golkar pdi facebook whatsapp instagram tiktok youtube "
        "twitter google fb ig min bpjs pkh blt bansos covid sirekap sipol silon bhayangkara presiden menteri "
        "mahkamah konstitusi dkpp sara hoaks hoax money politic politik uang laut pulau gunung sungai jalan jl "
        "gedung aula pendopo pendapa balai lapangan hotel masjid musala gereja pura stadion alun gor terminal"
    )
    | listed(
        "minta ajak ajaki imbau himbau bantah tegaskan ingatkan sebut akui janji pastikan ungkap tegur tolak "
        "dukung larang buka tutup pimpin hadiri gelar siap siapkan diperiksa dilaporkan diduga dipanggil "
        "ditangkap dicopot didemo terlibat jangan wajib harap apresiasi bagikan turun cek tinjau sidak kunjungi "
        "sambangi temui amankan bubarkan cegah kawal jaga dan dukung jelaskan jawab klarifikasi soroti warning "
        "tekankan terima serahkan lantik jadi dinilai terbukti laporkan"
    )
    | RANKS.keys()
    | BODIES.keys()
    | INSTITUTIONS.keys()
    | frozenset(word for word in MONTHS if len(word) > 3)
    | WEEKDAYS.keys()
    | (frozenset(phrase.split()[0] for phrase in ROLES) - {"raja", "penghulu"})
    | listed(
        "ketua anggota komisioner sekretaris koordinator kepala direktur wakil kasi kabid kabag kanit kasat "
        "kordiv kadis"
    )
    | NOT_IN_OFFICE
)
SHORTENED_NAMES = listed("moh muh mch much moch abd ach akh dt st hasb gst wy md ny kt ags sy rd tgk tgh tb rr ra")
BALINESE = listed("wayan made nyoman ketut gede putu kadek komang gusti gst nengah dewa ngurah kade")
# Bodies of a village or a kecamatan: an unknown word after them is its name rather than a person's.
SMALL_BODIES = frozenset({"KPPS", "PPS", "PPK", "PKD", "RT", "RW", "BPD", "PTPS", "Desa", "Kelurahan", "Kecamatan"})
# Bodies of a kabupaten or kota, all of which are known by name: an unknown word after them is a person's.
REGENCY_BODIES = frozenset(
    {"Pemkab", "Pemkot", "Pemprov", "KPU", "KPUD", "Bawaslu", "KIP", "Panwaslih", "DPRD", "FKUB"}
)
# Too many people bear these for one of them alone to point at anybody.
SHARED_NAMES = listed(
    "muhammad muhamad mohammad mohamad moh muh much moch ahmad achmad abdul abd siti sri nur i ni la wa st m a"
)

# Provinces, kabupaten and kota by their bare names; variants in a direction word are recognised by that word.
KNOWN_PLACES = phrases(
    "aceh, aceh singkil, aceh tamiang, agam, alor, ambon, asahan, asmat, badung, balangan, bali, balikpapan, banda "
    "aceh, bandar lampung, bandung, banggai, bangka, bangkalan, bangli, banjar, banjarbaru, banjarmasin, "
    "banjarnegara, bantaeng, banten, bantul, banyuasin, banyumas, banyuwangi, barelang, barito kuala, barito "
    "selatan, barito timur, barito utara, barru, batam, batang, batanghari, batu, batu bara, bau bau, bekasi, "
    "belitung, belu, bener meriah, bengkalis, bengkayang, bengkulu, berau, biak numfor, bima, binjai, bintan, "
    "bireuen, bitung, blitar, blora, boalemo, bogor, bojonegoro, bolaang mongondow, bombana, bondowoso, bone, bone "
    "bolango, bontang, boven digoel, boyolali, brebes, bukittinggi, buleleng, bulukumba, bulungan, bungo, buol, "
    "buru, buton, ciamis, cianjur, cilacap, cilegon, cimahi, cirebon, daerah istimewa yogyakarta, daerah khusus "
    "ibukota jakarta, dairi, deiyai, deli serdang, demak, denpasar, depok, dharmasraya, dogiyai, dompu, donggala, "
    "dumai, empat lawang, ende, enrekang, fak fak, flores timur, garut, gayo lues, gianyar, gorontalo, gowa, "
    "gresik, grobogan, gunung mas, gunungkidul, gunungsitoli, halmahera barat, halmahera selatan, halmahera tengah, "
    "halmahera timur, halmahera utara, hulu sungai selatan, hulu sungai tengah, hulu sungai utara, humbang "
    "hasundutan, indragiri hilir, indragiri hulu, indramayu, intan jaya, jakarta, jakarta barat, jakarta pusat, "
    "jakarta selatan, jakarta timur, jakarta utara, jambi, jawa barat, jawa tengah, jawa timur, jayapura, "
    "jayawijaya, jember, jembrana, jeneponto, jepara, jogja, jombang, kaimana, kalimantan barat, kalimantan "
    "selatan, kalimantan tengah, kalimantan timur, kalimantan utara, kampar, kapuas, karanganyar, karangasem, "
    "karawang, karimun, karo, katingan, kaur, kayong utara, kebumen, kediri, keerom, kendal, kendari, kep. siau "
    "tagulandang biaro, kepahiang, kepulauan anambas, kepulauan aru, kepulauan bangka belitung, kepulauan mentawai, "
    "kepulauan meranti, kepulauan riau, kepulauan sangihe, kepulauan selayar, kepulauan seribu, kepulauan sula, "
    "kepulauan talaud, kepulauan tanimbar, kepulauan yapen, kerinci, ketapang, klaten, klungkung, kolaka, konawe, "
    "kotabaru, kotamobagu, kotawaringin barat, kotawaringin timur, kuantan singingi, kubu raya, kudus, kulon progo, "
    "kuningan, kupang, kutai barat, kutai kartanegara, kutai timur, labuhanbatu, lahat, lamandau, lamongan, "
    "lampung, landak, langkat, langsa, lanny jaya, lebak, lebong, lembata, lhokseumawe, lima puluh kota, lingga, "
    "lombok barat, lombok tengah, lombok timur, lombok utara, lubuk linggau, lumajang, luwu, madiun, madura, "
    "magelang, magetan, mahakam ulu, majalengka, majene, makassar, malaka, malang, malinau, maluku, maluku barat "
    "daya, mamasa, mamberamo raya, mamberamo tengah, mamuju, manado, mandailing natal, manggarai, manokwari, mappi, "
    "maros, mataram, maybrat, medan, melawi, mempawah, merangin, merauke, mesuji, metro, mimika, minahasa, "
    "mojokerto, morowali, muara enim, muaro jambi, mukomuko, muna, murung raya, musi banyuasin, musi rawas, nabire, "
    "nagan raya, nagekeo, natuna, nduga, ngada, nganjuk, ngawi, nias, nunukan, nusa tenggara barat, nusa tenggara "
    "timur, ogan ilir, ogan komering ilir, ogan komering ulu, pacitan, padang, padang lawas, padang panjang, padang "
    "pariaman, padangsidimpuan, pagar alam, pakpak bharat, palangkaraya, palembang, palopo, palu, pamekasan, "
    "pandeglang, pangandaran, pangkajene dan kepulauan, pangkal pinang, paniai, papua, papua pegunungan, parepare, "
    "pariaman, parigi moutong, pasaman, pasangkayu, paser, pasuruan, pati, payakumbuh, pegunungan arfak, pegunungan "
    "bintang, pekalongan, pekanbaru, pelalawan, pemalang, pematangsiantar, penajam paser utara, penukal abab "
    "lematang ilir, pesawaran, pesisir barat, pesisir selatan, pidie, pinrang, pohuwato, polewali mandar, ponorogo, "
    "pontianak, poso, prabumulih, pringsewu, probolinggo, pulang pisau, pulau morotai, pulau taliabu, puncak, "
    "purbalingga, purwakarta, purworejo, raja ampat, rejang lebong, rembang, riau, rokan hilir, rokan hulu, rote "
    "ndao, sabang, sabu raijua, salatiga, samarinda, sambas, samosir, sampang, sanggau, sarmi, sarolangun, "
    "sawahlunto, sekadau, seluma, semarang, seram bagian barat, seram bagian timur, serang, serdang bedagai, "
    "seruyan, siak, sibolga, sidenreng rappang, sidoarjo, sigi, sijunjung, sikka, simalungun, simeulue, singkawang, "
    "sinjai, sintang, situbondo, sleman, solok, soppeng, sorong, sragen, subang, subulussalam, sukabumi, sukamara, "
    "sukoharjo, sulawesi barat, sulawesi selatan, sulawesi tengah, sulawesi tenggara, sulawesi utara, sumatera "
    "barat, sumatera selatan, sumatera utara, sumba barat, sumba tengah, sumba timur, sumbawa, sumedang, sumenep, "
    "sungai penuh, supiori, surabaya, surakarta, tabalong, tabanan, takalar, tambrauw, tana tidung, tana toraja, "
    "tanah bumbu, tanah datar, tanah laut, tangerang, tanggamus, tanjung jabung barat, tanjung jabung timur, "
    "tanjung pinang, tanjungbalai, tapanuli selatan, tapanuli tengah, tapanuli utara, tapin, tarakan, tasikmalaya, "
    "tebing tinggi, tebo, tegal, teluk bintuni, teluk wondama, temanggung, ternate, tidore kepulauan, timor tengah "
    "selatan, timor tengah utara, toba, tojo una una, toli toli, tolikara, tomohon, toraja utara, trenggalek, tual, "
    "tuban, tulang bawang, tulungagung, wajo, wakatobi, waropen, way kanan, wonogiri, wonosobo, yahukimo, yalimo, "
    "yogyakarta"
)
