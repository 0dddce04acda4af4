package dev.cupel.cli.page;

import java.util.List;

/**
 * Builds a page. All texts are escaped here; nothing in it runs, loads or links, and a policy in the page says so. Figures
 * carry their numbers as text too, so that nobody depends on colours or sight.
 */
public final class HtmlPage {
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
            th{color:var(--soft);font-weight:600;white-space:nowrap}
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
            .scroll svg{max-width:none}
            .chart{margin:.25rem 0 .75rem;max-width:46rem}
            .chart p{margin:0;font-size:.85rem}
            .chart p.x{text-align:center;margin-left:3.2rem}
            .plane{position:relative;height:16rem;margin:.6rem .75rem 1.6rem 3.2rem;border-bottom:1px solid var(--line)}
            .plane hr,.plane i.zero{position:absolute;margin:0;border:0;background:var(--line)}
            .plane hr{left:0;right:0;height:1px}
            .plane hr.zero{background:var(--soft)}
            .plane i.zero{top:0;bottom:0;width:1px;background:var(--soft)}
            .plane span{position:absolute;color:var(--soft);font-size:.8rem;line-height:1;font-variant-numeric:tabular-nums}
            .plane span.y{right:100%;margin-right:.5rem;transform:translateY(50%)}
            .plane span.x{top:100%;margin-top:.45rem;transform:translateX(-50%)}
            .plane b{position:absolute;width:9px;height:9px;margin:0 0 -4.5px -4.5px;border-radius:50%;\
            background:color-mix(in srgb,var(--mark) 50%,transparent);border:1px solid var(--mark)}
            .plane b:hover{background:var(--mark2);border-color:var(--mark2);z-index:1}
            svg.over{position:absolute;inset:0;width:100%;height:100%}
            .ranges{max-width:60rem;margin:.5rem 0}
            .r{display:grid;grid-template-columns:minmax(4rem,10rem) minmax(8rem,1fr) minmax(7rem,19rem);gap:.9rem;\
            align-items:center;min-height:1.75rem;border-bottom:1px solid var(--line);font-size:.93rem}
            .r:first-child{border-top:1px solid var(--line)}
            .r .l{overflow-wrap:anywhere;line-height:1.25;padding:.2rem 0}
            .r .v{font-variant-numeric:tabular-nums;line-height:1.25;font-size:.88rem;padding:.2rem 0}
            .t{position:relative;height:1.25rem}
            .t>*{position:absolute;margin:0;border:0}
            .t>hr{top:-.35rem;bottom:-.35rem;width:1px;background:var(--soft);opacity:.6}
            .t>u{top:50%;width:7px;height:7px;margin:-3.5px 0 0 -3.5px;border-radius:50%;\
            background:color-mix(in srgb,var(--soft) 45%,transparent)}
            .t>i{top:50%;height:4px;margin-top:-2px;border-radius:2px;background:color-mix(in srgb,var(--mark) 55%,transparent);\
            min-width:2px}
            .t>b{top:50%;width:10px;height:10px;margin:-5px 0 0 -5px;border-radius:50%;background:var(--mark);\
            box-shadow:0 0 0 2px var(--card)}
            .t>s{top:0;bottom:0;width:3px;margin-left:-1.5px;background:var(--mark2);border-radius:1px}
            .r.axis{border:0;min-height:1.4rem;color:var(--soft);font-size:.8rem}
            .t>em{top:.1rem;transform:translateX(-50%);font-style:normal;white-space:nowrap;font-variant-numeric:tabular-nums}
            .r.axis .v{font-size:.8rem}
            .tracks .r{grid-template-columns:minmax(4rem,9rem) minmax(8rem,1fr)}
            .tracks .r.axis .v{display:none}
            .tracks .r.strong{font-weight:600}
            .tracks .t>i{top:.1rem;bottom:.1rem;height:auto;margin:0;border-radius:3px;overflow:hidden;font:600 .7rem/1.05rem \
            system-ui,sans-serif;padding-left:2px;white-space:nowrap;color:var(--ink)}
            .tracks .t>i,.legend span,mark{background:color-mix(in srgb,var(--k) 32%,var(--card));\
            box-shadow:inset 0 -2px 0 var(--k);color:var(--ink)}
            .tracks .strong .t>i{background:color-mix(in srgb,var(--k) 62%,var(--card))}
            .legend span{border-radius:3px;padding:.05rem .45rem;margin-right:.15rem;font-size:.85rem;display:inline-block}
            mark{border-radius:2px;padding:0 .1em}
            .k0{--k:#12968a}.k1{--k:#d9700a}.k2{--k:#3f7fe0}.k3{--k:#cc3f88}.k4{--k:#5d9a2b}.k5{--k:#8a63dd}.k6{--k:#d2493a}\
            .k7{--k:#a88a10}
            .item{margin:1rem 0 1.5rem}
            .item h3{font-size:1rem;margin:0 0 .25rem;overflow-wrap:anywhere}
            .item h3 span{color:var(--soft);font-weight:400}
            .says{display:grid;grid-template-columns:minmax(4rem,9rem) 1fr;gap:.15rem .9rem;max-width:60rem;font-size:.93rem}
            .says dt{color:var(--soft);overflow-wrap:anywhere}
            .says dd{margin:0;overflow-wrap:anywhere}
            .says .strong{font-weight:600;color:var(--ink)}
            .says mark{--k:#d9700a}
            .says del{color:var(--soft);text-decoration:line-through}
            .quote{max-width:60rem;line-height:1.7;overflow-wrap:anywhere;white-space:pre-line}
            .gallery{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,18rem),1fr));gap:.5rem 1.25rem}
            .gallery .item{margin:.5rem 0}
            .square{max-width:26rem}
            .square .plane{height:auto;aspect-ratio:1}
            .picture{width:100%;max-width:26rem;aspect-ratio:4/3;height:auto;background:var(--bg);border:1px solid var(--line);border-radius:6px}
            .picture rect.one{fill:none;stroke:var(--soft);stroke-opacity:.7;vector-effect:non-scaling-stroke}
            .picture rect.all{fill:none;stroke:var(--k);stroke-width:2.5;vector-effect:non-scaling-stroke}
            .picture rect{fill:var(--mark);shape-rendering:crispEdges}
            .picture rect.one,.picture rect.all{shape-rendering:auto}
            .picture path.one{fill:none;stroke:var(--soft);stroke-opacity:.7;vector-effect:non-scaling-stroke}
            .picture path.all{fill:none;stroke:var(--mark2);stroke-width:2;vector-effect:non-scaling-stroke}
            .picture path.shape{stroke:var(--k);stroke-width:2.5}
            @media(max-width:38rem){
            main{padding:1.25rem .75rem 3rem}
            section{padding:.9rem .85rem}
            .r{grid-template-columns:minmax(4rem,auto) 1fr;gap:0 .75rem;padding:.2rem 0}
            .r .v{text-align:right}
            td.w:last-child:not(:has(svg)){min-width:10rem}
            table svg{width:4rem}
            th,td{padding-right:.6rem}
            .r .t{grid-column:1/-1;order:3}
            .r.axis .l{display:none}
            .r.axis .v{grid-column:1/-1;order:4;text-align:right}
            .tracks .r{grid-template-columns:1fr}
            .tracks .t>i:not(.wide){font-size:0}
            .says{grid-template-columns:1fr}
            .says dd{margin-bottom:.35rem}
            .plane{margin-left:2.6rem;height:13rem}
            }
            @media print{section,.card{break-inside:avoid}}
            """;

    private final StringBuilder body = new StringBuilder(1 << 14);
    private final String title;

    /** @param lead what stands below the title, a paragraph each */
    public HtmlPage(String title, List<String> lead) {
        this.title = title;
        body.append("<h1>").append(escape(title)).append("</h1>\n");
        lead.forEach(sentence -> body.append(soft(sentence)).append('\n'));
    }

    /** A sentence that steps back. */
    public static String soft(String sentence) {
        return "<p class=\"soft\">" + escape(sentence) + "</p>";
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

    public void cards(List<Card> cards) {
        if (cards.isEmpty()) {
            return;
        }
        body.append("<div class=\"cards\">");
        for (Card card : cards) {
            body.append("<div class=\"card\"><b>")
                    .append(escape(card.figure))
                    .append("</b><span>")
                    .append(escape(card.meaning))
                    .append("</span></div>");
        }
        body.append("</div>\n");
    }

    public void section(String heading, Markup content) {
        body.append(heading.isEmpty() ? "<section>" : "<section><h2>" + escape(heading) + "</h2>")
                .append(content.html)
                .append("</section>\n");
    }

    public static String list(List<String> sentences) {
        StringBuilder html = new StringBuilder("<ul>");
        sentences.forEach(s -> html.append("<li>").append(escape(s)).append("</li>"));
        return html.append("</ul>").toString();
    }

    /** The last part of a path, for a heading. */
    public static String nameOf(String file) {
        return file.equals("-") ? "standard input" : file.substring(file.lastIndexOf('/') + 1);
    }

    /** @param figures which columns are aligned at their ends */
    public static String table(List<String> header, List<Boolean> figures, List<List<Markup>> rows) {
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table><thead><tr>");
        for (int c = 0; c < header.size(); c++) {
            html.append(figures.get(c) ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
                    .append(escape(header.get(c)))
                    .append("</th>");
        }
        html.append("</tr></thead><tbody>");
        for (List<Markup> row : rows) {
            html.append("<tr>");
            for (int c = 0; c < row.size(); c++) {
                html.append(figures.get(c) ? "<td class=\"n\">" : "<td class=\"w\">")
                        .append(row.get(c).html)
                        .append("</td>");
            }
            html.append("</tr>");
        }
        return html.append("</tbody></table></div>").toString();
    }

    /** Markup made by the program. */
    public record Markup(String html) {}

    /** Text as it stands in a cell. */
    public static Markup text(String text) {
        return new Markup(escape(shortened(text, 120)));
    }

    public String html() {
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
                + "<title>" + escape(title) + "</title>\n<style>\n" + STYLE + "</style></head>\n<body><main>\n" + body
                + "<p class=\"soft\">Made by Cupel.</p>\n</main></body></html>\n";
    }
}
