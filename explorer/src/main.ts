import "./page/style.css";

document.querySelector("#page")!.textContent = "hushed";
