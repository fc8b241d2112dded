"""Names of our own making: common first names with surnames put together here, so that they are nobody's."""

from collections.abc import Mapping
from dataclasses import dataclass

from seed.chance import Dice


@dataclass(frozen=True, slots=True)
class Naming:
    """First names of women and men, and surnames, of one origin."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[str, ...]


def _naming(women: str, men: str, surnames: str, endings: str = "") -> Naming:
    """Every surname with every ending, where there are endings."""
    words, ends = surnames.split(), endings.split() or [""]
    return Naming(tuple(women.split()), tuple(men.split()), tuple(word + end for word in words for end in ends))


DANISH = _naming(
    "Agnes Alberte Anita Anja Asta Birgitte Bodil Camilla Carina Cecilie Charlotte Ditte Dorte Ellen Emilie Freja "
    "Gitte Gudrun Hanne Heidi Ida Inge Jane Janni Jette Josefine Julie Karin Katrine Kirsten Lea Lene Line Lis "
    "Louise Maja Malene Maria Marianne Mathilde Merete Mia Michelle Nanna Nina Olivia Pernille Pia Rikke Sanne "
    "Signe Sofie Stine Susanne Tanja Tina Trine Ulla Vibeke Winnie",
    "Adam Aksel Allan Anders Asger Bent Bjarne Bo Brian Carl Christoffer Claus Dennis Emil Erik Esben Finn Flemming "
    "Frederik Gert Hans Henning Henrik Ivan Jacob Jan Jens Jesper Jimmi Johnny Jonas Kaj Karsten Kasper Kenneth "
    "Kim Kristian Kurt Lasse Leif Mads Magnus Marius Martin Mathias Michael Mikkel Morten Niels Ole Oliver Oskar "
    "Per Poul Rasmus Rene Ronni Simon Steen Svend Thomas Tobias Torben Villads Viggo",
    "Birke Bråd Elle Eng Fjord Havre Hede Hyben Klit Lyng Marehalm Mile Mose Porse Ravnkær Revling Rugvang Sandmose "
    "Skarre Star Strandhede Tagrør Tjørne Torne Vesterklit Åmose",
    "balle bjergby gaarde holt krog lykke mark mose næs sig skov toft vang vad",
)
FOREIGN: Mapping[str, Naming] = {
    "ukrainian": _naming(
        "Alina Daryna Halyna Iryna Kateryna Larysa Liudmyla Marta Nadiia Oksana Olena Svitlana Tetiana Yana Yuliia",
        "Andrii Bohdan Danylo Dmytro Ihor Ivan Maksym Mykola Oleh Pavlo Petro Roman Taras Vadym Vasyl",
        "Berez Dub Hai Hrab Lis Polov Step Verb Zelen Yasen",
        "chuk enko ivskyj ynets ovyk",
    ),
    "arabic": _naming(
        "Abeer Amal Dalal Dina Farah Hala Hanan Iman Layla Lina Maha Nour Rania Reem Salma Samar Zainab",
        "Adnan Ahmad Bilal Fadi Hassan Ibrahim Jamal Karim Khaled Mahmoud Nabil Omar Rami Samir Tariq Yousef",
        "Al-Baghli Al-Darwani Al-Hamadi Al-Jaradi Al-Karmouni Al-Mansari Al-Nahari Al-Qasimani Al-Rifadi Al-Sabbani "
        "Al-Tayyari Barakati Fakhrini Jazmati Qanawati Sawwafi Tarrabi Zaytouri",
    ),
    "tigrinya": _naming(
        "Abeba Almaz Eden Feven Freweini Helen Lemlem Letebrhan Luwam Miriam Rahwa Ruta Saba Selam Tsega",
        "Abel Berhane Dawit Ermias Filmon Haile Isak Kibrom Mehari Merhawi Robel Samuel Tesfay Yonas Zerai",
        "Abrehetu Asmeroma Beyenet Ghebremu Gebrelul Habtezion Kidanet Mebrahu Negasiel Tekleab Weldemar Zemikaeel",
    ),
    "somali": _naming(
        "Amina Asha Ayaan Fadumo Filsan Halima Hodan Ifrah Khadra Ladan Maryan Nimco Sagal Saynab Ubah",
        "Abdi Ali Bashir Cabdi Farah Guled Hirsi Ismail Jama Liban Mahad Nuur Saleebaan Warsame Yasin",
        "Abshirow Caliyow Diiriyeh Elmigow Faaraxle Guuleedo Hassanow Jimcaalow Kulmiye Maxadle Rooblow Warfaawe",
    ),
    "persian": _naming(
        "Anahita Fariba Fatemeh Golnaz Laleh Mahnaz Marjan Nasrin Parisa Roya Shirin Soraya Tahmina Yasaman Zohra",
        "Amir Arash Behzad Dariush Farhad Habib Hamid Jawad Kamran Mehdi Mirwais Najib Reza Siavash Zabiullah",
        "Bagh Dast Golab Karvan Mehr Noor Rahman Saber",
        "angari ipour izadeh yari",
    ),
    "polish": _naming(
        "Agata Beata Danuta Edyta Ewelina Grazyna Iwona Jolanta Joanna Malgorzata Monika Renata Sylwia Urszula Wioleta",
        "Bartosz Dariusz Grzegorz Jacek Jakub Krzysztof Leszek Maciej Marek Pawel Piotr Rafal Slawomir Tomasz Zbigniew",
        "Brzoz Dab Jawor Kalin Lipow Sosn Wierzb",
        "ecki icki arczyk niak",
    ),
}
"""By origin. Ukrainian, Tigrinya and the rest are those that the demo's interpreters speak."""
SPELLED_OUT: Mapping[str, str] = {"æ": "ae", "ø": "oe", "å": "aa", " ": ".", "&": "og"}


LANGUAGES = {"ukrainian": "uk", "arabic": "ar", "tigrinya": "ti", "somali": "so", "persian": "fa", "polish": "pl"}
"""What is spoken by origin, ISO 639-1."""


def first_name(dice: Dice, origin: str, gender: str) -> str:
    """A first name; `origin` is a key of `FOREIGN`, or anything else for Danish."""
    naming = FOREIGN.get(origin, DANISH)
    return dice.choice(naming.women if gender == "F" else naming.men)


def surname(dice: Dice, origin: str) -> str:
    """A surname of that origin."""
    return dice.choice(FOREIGN.get(origin, DANISH).surnames)


def slug(text: str) -> str:
    """`text` as it may stand in an e-mail address."""
    folded = "".join(SPELLED_OUT.get(letter, letter) for letter in text.casefold())
    return "".join(letter for letter in folded if letter.isascii() and (letter.isalnum() or letter in ".-"))
