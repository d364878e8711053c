// Runs before the page is drawn, so that the chosen colors are there from the first frame.
const chosen = localStorage.getItem("reelay-theme");
if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
