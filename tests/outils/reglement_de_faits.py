"""A small rule set brought by a campaign: a fact of each kind, a parameter of each kind."""

ENTETE = """\
titre = "Règlement d'essai"
resume = "Un fait de chaque genre."
source = "Sans texte."

[options]
bareme = "calcule"
guidage = "aucun"
amelioration = false
extension = "aucune"
"""

FAITS = """
[faits.corps]
genre = "texte"
sens = "corps"
valeurs = ["CERTIFIE", "AGREGE"]
regles = ["E-01", "E-02"]

[faits.echelon]
genre = "entier"
sens = "échelon détenu"
unite = "échelon"
date = "31/08/n-1"
minimum = 1
maximum = 11
regles = ["E-03"]

[faits.enfants_declares]
genre = "entier"
sens = "nombre d'enfants"
defaut = 0

[faits.annees_zr]
genre = "entier"
sens = "années en zone de remplacement"
nul = true

[faits.agrege]
genre = "booléen"
sens = "agrégé"
defaut = false

[faits.rqth]
genre = "booléen"
sens = "reconnu handicapé"
nul = true

[faits.pacs]
genre = "date"
sens = "date du PACS"
nul = true
regles = ["E-04"]

[faits.stage]
genre = "date"
sens = "fin du stage"
defaut = 2021-08-31

[faits.points_fixes]
genre = "points"
sens = "points fixes"
defaut = 7.5
maximum = 100

[faits.motifs]
genre = "liste de textes"
sens = "motifs"
valeurs = ["RC", "APC"]
nul = true

[faits.communes_du_conjoint]
genre = "liste de textes"
sens = "communes du conjoint"
reference = "communes.commune"
nul = true
regles = ["E-06"]

[faits.commune_conjoint]
genre = "texte"
sens = "commune du conjoint"
reference = "communes.commune"
nul = true
regles = ["E-05"]

[faits.naissance]
table = "enfants"
genre = "date"
sens = "naissance"
regles = ["E-07"]

[faits.rural]
table = "etablissements"
genre = "booléen"
sens = "rural isolé"
defaut = false
"""

PARAMETRES = """
[parametres.lecture]
genre = "texte"
sens = "lecture large"
alternative = "lecture stricte"
valeurs = ["LARGE", "STRICTE"]
valeur = "LARGE"
regles = ["E-08"]

[parametres.plafond]
genre = "entier"
sens = "plafond"
valeur = 20

[parametres.strict]
genre = "booléen"
sens = "strict"
valeur = true

[parametres.depot]
genre = "date"
sens = "date de la note annuelle"
regles = ["E-09"]

[parametres.bonus]
genre = "points"
sens = "bonus"
valeur = 1.5
"""

ELEMENT = """
[elements.FIXE]
sens = "points fixes"
regles = ["E-10"]
points = 10
"""

REGLEMENT = ENTETE + FAITS + PARAMETRES + ELEMENT
