// Tables and blocks that are wider than the page can be scrolled from the keyboard as well, and the theme's button that
// copies a block is no landmark of the page.
(() => {
  const reach = () => {
    for (const each of document.querySelectorAll(".md-typeset__scrollwrap, .md-typeset pre, .md-typeset pre > code")) {
      if (each.scrollWidth > each.clientWidth) each.tabIndex = 0;
    }
    for (const each of document.querySelectorAll(".md-code__nav")) each.setAttribute("role", "none");
  };
  addEventListener("load", reach);
  addEventListener("resize", reach);
})();
