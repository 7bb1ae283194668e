# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Citizenships, by the part of the world that figures tell them by. Codes are ISO 3166-1 alpha-2; XA is nobody's."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from incas.cases.choices.cases import Area

STATELESS: Final = "XA"

COUNTRIES: Final[dict[Area, str]] = {
    Area.EU: "AT Austria, BE Belgio, BG Bulgaria, HR Croazia, CY Cipro, CZ Cechia, DK Danimarca, EE Estonia, "
    "FI Finlandia, FR Francia, DE Germania, GR Grecia, HU Ungheria, IE Irlanda, IT Italia, LV Lettonia, LT Lituania, "
    "LU Lussemburgo, MT Malta, NL Paesi Bassi, PL Polonia, PT Portogallo, RO Romania, SK Slovacchia, SI Slovenia, "
    "ES Spagna, SE Svezia",
    Area.EUROPE: "AD Andorra, AL Albania, BA Bosnia ed Erzegovina, BY Bielorussia, CH Svizzera, GB Regno Unito, "
    "IS Islanda, LI Liechtenstein, MC Monaco, MD Moldova, ME Montenegro, MK Macedonia del Nord, NO Norvegia, "
    "RS Serbia, RU Russia, SM San Marino, TR Turchia, UA Ucraina, VA Santa Sede, XK Kosovo",
    Area.NORTH_AFRICA: "DZ Algeria, EG Egitto, LY Libia, MA Marocco, SD Sudan, TN Tunisia, EH Sahara occidentale",
    Area.WEST_AFRICA: "BF Burkina Faso, BJ Benin, CI Costa d'Avorio, CV Capo Verde, GH Ghana, GM Gambia, GN Guinea, "
    "GW Guinea-Bissau, LR Liberia, ML Mali, MR Mauritania, NE Niger, NG Nigeria, SL Sierra Leone, SN Senegal, TG Togo",
    Area.REST_OF_AFRICA: "AO Angola, BI Burundi, BW Botswana, CD Repubblica democratica del Congo, "
    "CF Repubblica Centrafricana, CG Congo, CM Camerun, DJ Gibuti, ER Eritrea, ET Etiopia, GA Gabon, "
    "GQ Guinea equatoriale, KE Kenya, KM Comore, LS Lesotho, MG Madagascar, MU Maurizio, MW Malawi, MZ Mozambico, "
    "NA Namibia, RW Ruanda, SC Seicelle, SO Somalia, SS Sud Sudan, ST São Tomé e Príncipe, SZ Eswatini, TD Ciad, "
    "TZ Tanzania, UG Uganda, ZA Sudafrica, ZM Zambia, ZW Zimbabwe",
    Area.SOUTH_ASIA: "AF Afghanistan, BD Bangladesh, BT Bhutan, IN India, LK Sri Lanka, MV Maldive, NP Nepal, "
    "PK Pakistan",
    Area.REST_OF_ASIA: "AE Emirati Arabi Uniti, AM Armenia, AU Australia, AZ Azerbaigian, BH Bahrein, BN Brunei, "
    "CN Cina, FJ Figi, FM Micronesia, GE Georgia, ID Indonesia, IL Israele, IQ Iraq, IR Iran, JO Giordania, "
    "JP Giappone, KG Kirghizistan, KH Cambogia, KI Kiribati, KP Corea del Nord, KR Corea del Sud, KW Kuwait, "
    "KZ Kazakistan, LA Laos, LB Libano, MH Isole Marshall, MM Myanmar, MN Mongolia, MY Malaysia, NR Nauru, "
    "NZ Nuova Zelanda, OM Oman, PG Papua Nuova Guinea, PH Filippine, PS Palestina, PW Palau, QA Qatar, "
    "SA Arabia Saudita, SB Isole Salomone, SG Singapore, SY Siria, TH Thailandia, TJ Tagikistan, TL Timor Est, "
    "TM Turkmenistan, TO Tonga, TV Tuvalu, TW Taiwan, UZ Uzbekistan, VN Vietnam, VU Vanuatu, WS Samoa, YE Yemen",
    Area.AMERICAS: "AG Antigua e Barbuda, AR Argentina, BB Barbados, BO Bolivia, BR Brasile, BS Bahamas, BZ Belize, "
    "CA Canada, CL Cile, CO Colombia, CR Costa Rica, CU Cuba, DM Dominica, DO Repubblica Dominicana, EC Ecuador, "
    "GD Grenada, GT Guatemala, GY Guyana, HN Honduras, HT Haiti, JM Giamaica, KN Saint Kitts e Nevis, "
    "LC Santa Lucia, MX Messico, NI Nicaragua, PA Panama, PE Perù, PY Paraguay, SR Suriname, SV El Salvador, "
    "TT Trinidad e Tobago, US Stati Uniti, UY Uruguay, VC Saint Vincent e Grenadine, VE Venezuela",
    Area.STATELESS: f"{STATELESS} apolide",
}
"""Sources: ISO 3166-1 for the codes (XK, Kosovo, is in use without being of the standard); UN geoscheme for the parts
of the world (Türkiye and Russia with Europe, as ISTAT does)."""

AREA_OF: Final[dict[str, Area]] = {}
COUNTRY_NAMES: Final[dict[str, str]] = {}
for _area, _written in COUNTRIES.items():
    for _entry in _written.split(", "):
        _code, _name = _entry.split(" ", 1)
        AREA_OF[_code], COUNTRY_NAMES[_code] = _area, _name

CITIZENSHIPS: Final = [("", _("Non nota")), *sorted(COUNTRY_NAMES.items(), key=lambda entry: entry[1].casefold())]


def area_of(country: str) -> Area:
    """Give the part of the world of a citizenship; that of none that is known is not known."""
    return AREA_OF.get(country, Area.UNKNOWN)
