package dev.cupel.cli.page;

import java.util.List;

/**
 * Builds a page. All texts are escaped here; nothing in it runs, loads or links, and a policy in the page says so. Figures
 * carry their numbers as text too, so that nobody depends on colours or sight.
 */
public final class Page {
    private static final String STYLE = """
            :root{color-scheme:light dark;--bg:#fbfaf8;--card:#fff;--ink:#1f2328;--soft:#5b636c;--line:#dcd9d3;--mark:#0b6b61;\
            --mark2:#a84a00;--h0:#f3f7f6;--h1:#0b6b61;--top:62%}
            @media(prefers-color-scheme:dark){:root{--bg:#16181b;--card:#1e2125;--ink:#e8e6e3;--soft:#a3aab2;--line:#383d44;\
            --mark:#58c9b9;--mark2:#f0a35e;--h0:#22292b;--h1:#58c9b9;--top:42%}}
            *{box-sizing:border-box}
            body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,\
            "Noto Sans",sans-serif}
            main{max-width:68rem;margin:0 auto;padding:2rem 1.25rem 4rem}
            h1{font-size:1.7rem;line-height:1.2;margin:0 0 .25rem;overflow-wrap:anywhere}
            h2{font-size:1.15rem;margin:0 0 .5rem}
            p{margin:.25rem 0 .75rem;max-width:46rem}
            .soft{color:var(--soft)}
            section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.1rem 1.25rem;margin-top:1rem}
            .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.75rem;margin-top:1rem}
            .card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.7rem .9rem}
            .card b{display:block;font-size:1.45rem;line-height:1.25;font-variant-numeric:tabular-nums}
            .card span{color:var(--soft);font-size:.85rem}
            .scroll{overflow-x:auto}
            table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.93rem}
            th,td{text-align:left;padding:.3rem .9rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:middle}
            th{color:var(--soft);font-weight:600}
            td.n,th.n{text-align:right}
            td.w{overflow-wrap:anywhere;min-width:6rem}
            ul{margin:.25rem 0;padding-left:1.2rem}
            .grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:1.25rem}
            figure{margin:0}
            figcaption{font-size:.9rem;margin-bottom:.35rem;overflow-wrap:anywhere}
            svg{display:block;max-width:100%;height:auto}
            svg text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;fill:var(--ink)}
            svg .soft{fill:var(--soft)}
            svg .axis{stroke:var(--line)}
            svg .bar{fill:var(--mark)}
            svg .track{fill:var(--line);opacity:.55}
            svg .dot{fill:var(--mark);fill-opacity:.55;stroke:var(--mark)}
            svg .whisker{stroke:var(--ink);stroke-width:1.5}
            @media print{section,.card{break-inside:avoid}}
            """;

    private final StringBuilder body = new StringBuilder(1 << 14);
    private final String title;

    public Page(String title, String lead) {
        this.title = title;
        body.append("<h1>")
                .append(escape(title))
                .append("</h1>\n<p class=\"soft\">")
                .append(escape(lead))
                .append("</p>\n");
    }

    /** Text as it may stand in HTML and in attributes. Control characters become visible. */
    public static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> {
                    boolean direction = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
                    safe.appendCodePoint(c < ' ' || c == 0x7f || direction || (c >= 0xd800 && c <= 0xdfff) ? 0xb7 : c);
                }
            }
        });
        return safe.toString();
    }

    /** A text that fits a table cell. */
    public static String shortened(String text, int characters) {
        return text.codePointCount(0, text.length()) <= characters
                ? text
                : text.substring(0, text.offsetByCodePoints(0, characters - 1)) + "…";
    }

    /** One large figure with what it is. */
    public record Card(String figure, String meaning) {}

    public Page cards(List<Card> cards) {
        body.append("<div class=\"cards\">");
        for (Card card : cards) {
            body.append("<div class=\"card\"><b>")
                    .append(escape(card.figure))
                    .append("</b><span>")
                    .append(escape(card.meaning))
                    .append("</span></div>");
        }
        body.append("</div>\n");
        return this;
    }

    /** @param html trusted markup made by this package */
    public Page section(String heading, String explanation, String html) {
        body.append("<section><h2>").append(escape(heading)).append("</h2>");
        if (!explanation.isEmpty()) {
            body.append("<p class=\"soft\">").append(escape(explanation)).append("</p>");
        }
        body.append(html).append("</section>\n");
        return this;
    }

    public static String list(List<String> sentences) {
        StringBuilder html = new StringBuilder("<ul>");
        sentences.forEach(s -> html.append("<li>").append(escape(s)).append("</li>"));
        return html.append("</ul>").toString();
    }

    /** A table; columns whose heading begins with {@code #} hold numbers, cells that are {@link Markup} stand as they are. */
    public static String table(List<String> header, List<List<Object>> rows) {
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table><thead><tr>");
        for (String name : header) {
            boolean number = name.startsWith("#");
            html.append("<th scope=\"col\"")
                    .append(number ? " class=\"n\">" : ">")
                    .append(escape(number ? name.substring(1) : name))
                    .append("</th>");
        }
        html.append("</tr></thead><tbody>");
        for (List<Object> row : rows) {
            html.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                html.append(header.get(i).startsWith("#") ? "<td class=\"n\">" : "<td class=\"w\">");
                Object cell = row.get(i);
                html.append(cell instanceof Markup(String trusted) ? trusted : escape(shortened(cell.toString(), 120)))
                        .append("</td>");
            }
            html.append("</tr>");
        }
        return html.append("</tbody></table></div>").toString();
    }

    /** Markup made by this package. */
    public record Markup(String html) {}

    public String html() {
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
                + "<title>" + escape(title) + "</title>\n<style>\n" + STYLE + "</style></head>\n<body><main>\n" + body
                + "<p class=\"soft\">Made by Cupel.</p>\n</main></body></html>\n";
    }
}
