"use strict";
(() => {
  const PAS = 100, OUVERTE = -1, FERMEE = -2;
  const francais = new Intl.Collator("fr", { numeric: true });
  const nombre = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 3 });
  const simple = (texte) => texte.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  document.documentElement.classList.add("script");

  // A table: its rows searched, filtered, sorted, and shown a hundred at a time.
  function tableau(table) {
    const corps = table.tBodies[0], id = table.id;
    const cherche = document.getElementById(id + "-cherche");
    const compte = document.getElementById(id + "-compte");
    const filtre = document.querySelector(`[data-filtre="${id}"]`);
    const suite = document.querySelector(`[data-suite="${id}"]`);
    let rangees = [...corps.rows].map((tr) => ({ tr, texte: simple(tr.textContent), f: (tr.dataset.f || "").split(" ") }));
    let montrees = PAS;

    function montrer() {
      const mots = cherche ? simple(cherche.value).split(/\s+/).filter(Boolean) : [];
      const sens = filtre ? filtre.value : "";
      const gardees = rangees.filter(({ texte, f }) => (!sens || f.includes(sens)) && mots.every((mot) => texte.includes(mot)));
      const trouvees = gardees.length;
      corps.replaceChildren(...gardees.slice(0, suite ? montrees : trouvees).map(({ tr }) => tr));
      if (compte) compte.value = nombre.format(trouvees) + (trouvees > 1 ? " lignes" : " ligne");
      if (suite) suite.hidden = trouvees <= montrees;
    }

    function cle(tr, colonne) {
      const cellule = tr.cells[colonne];
      return "v" in cellule.dataset ? Number(cellule.dataset.v) : cellule.textContent.trim();
    }

    table.tHead.addEventListener("click", (clic) => {
      const th = clic.target.closest("th");
      if (!th || !clic.target.closest("button")) return;
      const descend = th.getAttribute("aria-sort") === "ascending";
      for (const autre of th.parentNode.cells) autre.removeAttribute("aria-sort");
      th.setAttribute("aria-sort", descend ? "descending" : "ascending");
      const cles = new Map(rangees.map(({ tr }) => [tr, cle(tr, th.cellIndex)]));
      const ordre = (x, y) => (typeof x === "number" && typeof y === "number" ? x - y : francais.compare(x, y));
      rangees.sort((x, y) => (descend ? -1 : 1) * ordre(cles.get(x.tr), cles.get(y.tr)));
      montrer();
    });
    const reprendre = () => { montrees = PAS; montrer(); };
    if (cherche) cherche.addEventListener("input", reprendre);
    if (filtre) filtre.addEventListener("change", reprendre);
    if (suite) suite.addEventListener("click", () => { montrees += PAS; montrer(); });
    montrer();
  }
  document.querySelectorAll("table.tri").forEach(tableau);

  // The map: what each circle shows depends on a discipline and on what to show of it.
  function carte(figure) {
    const donnees = JSON.parse(document.getElementById("carte-donnees").textContent);
    const ronds = [...figure.querySelectorAll("circle")];
    const legende = document.getElementById("carte-legende"), quoi = document.getElementById("carte-quoi");
    const discipline = document.getElementById("carte-discipline"), mode = document.getElementById("carte-mode");
    const depart = ronds.map((rond) => [rond.getAttribute("class"), rond.getAttribute("r"), rond.firstElementChild.textContent]);
    const departLegende = [...legende.childNodes], departQuoi = quoi.textContent;
    const points = (v) => (v === null || v === undefined ? "aucun poste" : v === OUVERTE ? "ouverte" : v === FERMEE ? "fermée" : nombre.format(v / 1000));
    const hauteur = (v) => (v === FERMEE ? Infinity : v);

    function ecart(a, b) {
      if (a === null || b === null) return "egal";
      if (a === b) return "rien";
      const de = hauteur(b) - hauteur(a), fort = Math.abs(de) >= 50000;
      return (de > 0 ? "haut" : "bas") + (fort ? "2" : "1");
    }
    function niveau(v) {
      if (v === null) return "rien";
      if (v === OUVERTE) return "n0";
      if (v === FERMEE) return "n5";
      return "n" + (1 + donnees.seuils.filter((seuil) => v > seuil).length);
    }
    function mediane(valeurs) {
      const tries = valeurs.filter((v) => v !== null).sort((x, y) => hauteur(x) - hauteur(y));
      return tries.length ? tries[(tries.length - 1) >> 1] : null;
    }
    function ecrire(legendes) {
      legende.replaceChildren(...legendes.flatMap(([classe, texte]) => {
        const puce = document.createElement("span");
        puce.className = "puce " + classe;
        return [puce, texte + " "];
      }));
    }
    function poser(rond, classe, rayon, texte) {
      rond.setAttribute("class", classe);
      rond.setAttribute("r", rayon);
      rond.firstElementChild.textContent = rond.dataset.nom + " : " + texte;
    }
    function parCommune(choisie) {
      const valeurs = ronds.map(() => [[], []]);
      const listes = choisie ? [donnees.disciplines[choisie]] : Object.values(donnees.disciplines);
      for (const liste of listes) for (const [numero, a, b] of liste) { valeurs[numero][0].push(a); valeurs[numero][1].push(b); }
      return valeurs;
    }
    function revenir() {
      ronds.forEach((rond, i) => {
        rond.setAttribute("class", depart[i][0]);
        rond.setAttribute("r", depart[i][1]);
        rond.firstElementChild.textContent = depart[i][2];
      });
      legende.replaceChildren(...departLegende);
      quoi.textContent = departQuoi;
    }
    function changer() {
      const choisie = discipline.value, cote = mode.value;
      if (!choisie && cote === "ecart") return revenir();
      const valeurs = parCommune(choisie);
      ronds.forEach((rond, i) => {
        const [a, b] = valeurs[i].map(mediane);
        if (!valeurs[i][0].length) return poser(rond, "rien", "2", "aucun poste");
        const texte = "A " + points(a) + ", B " + points(b);
        if (cote === "ecart") return poser(rond, ecart(a, b), a === b ? "4" : "8", texte);
        const v = cote === "a" ? a : b;
        poser(rond, niveau(v), v === null ? "2" : "7", texte);
      });
      const s = donnees.seuils.map((seuil) => nombre.format(seuil / 1000));
      quoi.textContent = (choisie ? "Discipline " + choisie : "Médiane des disciplines") + (cote === "ecart" ? ", écart de A à B." : ", barres de " + cote.toUpperCase() + ".");
      ecrire(cote === "ecart"
        ? [["haut2", "hausse de 50 points ou plus"], ["haut1", "hausse"], ["rien", "inchangée, ou aucun poste"], ["bas1", "baisse"], ["bas2", "baisse de 50 points ou plus"], ["egal", "d'un seul côté"]]
        : [["n0", "ouverte"], ...(s.length ? [["n1", "jusqu'à " + s[0]], ["n2", "jusqu'à " + s[1]], ["n3", "jusqu'à " + s[2]], ["n4", "plus de " + s[2]]] : []), ["n5", "fermée"], ["rien", "aucun poste"]]);
    }
    discipline.addEventListener("change", changer);
    mode.addEventListener("change", changer);
  }
  const figure = document.getElementById("carte");
  if (figure) carte(figure);
})();
