package dev.cupel.cli.structured;

import dev.cupel.cli.page.Axis;
import dev.cupel.cli.page.HtmlPage;
import dev.cupel.cli.page.HtmlPage.Markup;
import dev.cupel.cli.page.Plots;
import dev.cupel.cli.report.Format;
import dev.cupel.engine.agreement.MatchedAgreement.Box;
import dev.cupel.engine.agreement.MatchedAgreement.Segment;
import dev.cupel.engine.agreement.SpanAgreement.Span;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Region;
import dev.cupel.engine.structured.Mask;
import dev.cupel.engine.structured.Outline;
import dev.cupel.engine.structured.RegionIndex;
import dev.cupel.formats.answers.AnswerTable;
import dev.cupel.formats.nativeform.PlainQuestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What everybody answered on one task beside the consensus, as a picture. */
final class Drawings {
    private static final int ANSWERS = 12;
    private static final int TEXT_SHOWN = 1500;
    /** Cells of a mask's picture along its longer side. */
    private static final int CELLS = 72;

    private Drawings() {}

    static Markup of(StructuredFigures report, int number) {
        AnswerTable.Task task = report.table().tasks().get(number);
        Optional<Answer.Structured> consensus = report.settled().get(number).answer();
        StringBuilder html = new StringBuilder("<div class=\"item\"><h3>")
                .append(HtmlPage.escape(HtmlPage.shortened(task.name(), 80)))
                .append("<span>, agreement ")
                .append(Format.THREE_DECIMALS.of(
                        report.settled().get(number).agreement().orElse(0)))
                .append(", ")
                .append(task.given().size())
                .append(" answers</span></h3>");
        RegionIndex index = report.table().index();
        consensus.ifPresent(answer -> html.append(
                switch (answer) {
                    case Answer.Written written -> texts(report.table(), task, written.text());
                    case Answer.Spans spans -> spans(report.table(), task, index.spans(spans, task.text()));
                    case Answer.Boxes boxes -> boxes(report.table(), task, index.boxes(boxes));
                    case Answer.Masks masks -> mask(task, RegionIndex.mask(masks));
                    case Answer.Segments segments -> segments(report.table(), task, index.segments(segments));
                    case Answer.Polygons polygons -> drawn(report.table(), task, polygons);
                    case Answer.Polylines polylines -> drawn(report.table(), task, polylines);
                    case Answer.Keypoints keypoints -> drawn(report.table(), task, keypoints);
                    case Answer.Tracks tracks -> tracks(report.table(), task, tracks);
                }));
        if (task.given().size() > ANSWERS && consensus.filter(Drawings::isLines).isPresent()) {
            html.append("<p class=\"soft\">and ")
                    .append(task.given().size() - ANSWERS)
                    .append(" more</p>");
        }
        return new Markup(html.append("</div>").toString());
    }

    /** Whether there is a line for each answer, of which only some are shown; in a picture everybody's are. */
    private static boolean isLines(Answer.Structured answer) {
        return switch (answer) {
            case Answer.Written written -> true;
            case Answer.Spans spans -> true;
            case Answer.Segments segments -> true;
            case Answer.Tracks tracks -> true;
            case Answer.Boxes boxes -> true;
            case Answer.Masks masks -> false;
            case Answer.Polygons polygons -> false;
            case Answer.Polylines polylines -> false;
            case Answer.Keypoints keypoints -> false;
        };
    }

    private static String worker(AnswerTable table, AnswerTable.Given given) {
        return HtmlPage.escape(HtmlPage.shortened(table.workers().get(given.worker()), 40));
    }

    // ---------------------------------------------------------------- texts

    private static String texts(AnswerTable table, AnswerTable.Task task, String consensus) {
        StringBuilder html = new StringBuilder(
                        "<dl class=\"says\"><dt class=\"strong\">consensus</dt><dd class=\"strong\">")
                .append(HtmlPage.escape(HtmlPage.shortened(consensus, TEXT_SHOWN)))
                .append("</dd>");
        task.given().stream().limit(ANSWERS).forEach(given -> {
            if (given.answer() instanceof Answer.Written(String said)) {
                html.append("<dt>").append(worker(table, given)).append("</dt><dd>");
                html.append(difference(HtmlPage.shortened(said, TEXT_SHOWN), HtmlPage.shortened(consensus, TEXT_SHOWN)))
                        .append("</dd>");
            }
        });
        return html.append("</dl>").toString();
    }

    /** The words of an answer; what the consensus does not have is marked, what is missing is struck. */
    static String difference(String said, String consensus) {
        String[] a = words(said);
        String[] b = words(consensus);
        int[][] common = new int[a.length + 1][b.length + 1];
        for (int i = a.length - 1; i >= 0; i--) {
            for (int j = b.length - 1; j >= 0; j--) {
                common[i][j] =
                        same(a[i], b[j]) ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<String> html = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < a.length || j < b.length) {
            if (i < a.length && j < b.length && same(a[i], b[j])) {
                html.add(HtmlPage.escape(a[i++]));
                j++;
            } else if (j < b.length && (i == a.length || common[i][j + 1] >= common[i + 1][j])) {
                html.add("<del>" + HtmlPage.escape(b[j++]) + "</del>");
            } else {
                html.add("<mark>" + HtmlPage.escape(a[i++]) + "</mark>");
            }
        }
        return String.join(" ", html);
    }

    private static String[] words(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() ? new String[0] : stripped.split("\\s+", -1);
    }

    private static boolean same(String a, String b) {
        return a.equalsIgnoreCase(b)
                || a.replaceAll("[^\\p{L}\\p{N}']", "").equalsIgnoreCase(b.replaceAll("[^\\p{L}\\p{N}']", ""));
    }

    // ---------------------------------------------------------------- stretches

    private static String spans(AnswerTable table, AnswerTable.Task task, List<Span> consensus) {
        List<Plots.Track> tracks = new ArrayList<>();
        tracks.add(track(table, task, "consensus", true, consensus));
        task.given().stream().limit(ANSWERS).forEach(given -> {
            if (given.answer() instanceof Answer.Spans spans) {
                List<Span> marked = table.index().spans(spans, task.text());
                tracks.add(track(table, task, table.workers().get(given.worker()), false, marked));
            }
        });
        String quote = task.text().map(text -> quote(table, text, consensus)).orElse("");
        return quote + Plots.tracks(tracks, Axis.of(task.unit().units(), 0, Math.max(1, task.length())));
    }

    private static Plots.Track track(
            AnswerTable table, AnswerTable.Task task, String name, boolean strong, List<Span> spans) {
        return new Plots.Track(
                name,
                strong,
                spans.stream()
                        .map(span -> new Plots.Stretch(
                                span.begin(),
                                span.end(),
                                span.label(),
                                table.labels().get(span.label()),
                                table.labels().get(span.label()) + " " + AnswerWords.place(task, span)))
                        .toList());
    }

    /** The text with what the consensus marks in it. */
    private static String quote(AnswerTable table, String text, List<Span> consensus) {
        StringBuilder html = new StringBuilder("<p class=\"quote\">");
        int at = 0;
        int shown = Math.min(text.codePointCount(0, text.length()), TEXT_SHOWN);
        for (Span span : consensus) {
            if (span.begin() >= at && span.end() <= shown) {
                html.append(HtmlPage.escape(part(text, at, span.begin())))
                        .append("<mark class=\"k")
                        .append(span.label() % Plots.COLORS)
                        .append("\" title=\"")
                        .append(HtmlPage.escape(table.labels().get(span.label())))
                        .append("\">")
                        .append(HtmlPage.escape(part(text, span.begin(), span.end())))
                        .append("</mark>");
                at = span.end();
            }
        }
        html.append(HtmlPage.escape(part(text, at, shown)));
        return html.append(shown < text.codePointCount(0, text.length()) ? "…</p>" : "</p>")
                .toString();
    }

    private static String part(String text, int begin, int end) {
        return text.substring(text.offsetByCodePoints(0, begin), text.offsetByCodePoints(0, Math.max(begin, end)));
    }

    private static String segments(AnswerTable table, AnswerTable.Task task, List<Segment> consensus) {
        List<Plots.Track> tracks = new ArrayList<>();
        tracks.add(track(table, "consensus", true, consensus));
        task.given().stream().limit(ANSWERS).forEach(given -> {
            if (given.answer() instanceof Answer.Segments segments) {
                List<Segment> marked = table.index().segments(segments);
                tracks.add(track(table, table.workers().get(given.worker()), false, marked));
            }
        });
        return Plots.tracks(tracks, axis("seconds", tracks));
    }

    private static Axis axis(String unit, List<Plots.Track> tracks) {
        double from = tracks.stream()
                .flatMap(track -> track.stretches().stream())
                .mapToDouble(Plots.Stretch::from)
                .min()
                .orElse(0);
        double to = tracks.stream()
                .flatMap(track -> track.stretches().stream())
                .mapToDouble(Plots.Stretch::to)
                .max()
                .orElse(from + 1);
        return Axis.of(unit, Math.min(0, from), to);
    }

    /** When things are in sight. */
    private static String tracks(AnswerTable table, AnswerTable.Task task, Answer.Tracks consensus) {
        List<Plots.Track> lines = new ArrayList<>();
        lines.add(new Plots.Track("consensus", true, inSight(table, consensus)));
        task.given().stream().limit(ANSWERS).forEach(given -> {
            if (given.answer() instanceof Answer.Tracks tracks) {
                lines.add(new Plots.Track(table.workers().get(given.worker()), false, inSight(table, tracks)));
            }
        });
        return Plots.tracks(lines, axis("frames", lines));
    }

    private static List<Plots.Stretch> inSight(AnswerTable table, Answer.Tracks tracks) {
        List<Plots.Stretch> stretches = new ArrayList<>();
        for (Region.Track track : tracks.regions()) {
            List<Region.Keyframe> keyframes = track.keyframes();
            int since = -1;
            for (int i = 0; i < keyframes.size(); i++) {
                boolean outside = keyframes.get(i).isOutside();
                int frame = keyframes.get(i).frame();
                since = since < 0 && !outside ? frame : since;
                if (since >= 0 && (outside || i == keyframes.size() - 1)) {
                    String label = track.tag().label();
                    stretches.add(new Plots.Stretch(
                            since,
                            outside ? frame : frame + 1.0,
                            table.labels().indexOf(label),
                            label,
                            AnswerWords.place(track)));
                    since = -1;
                }
            }
        }
        return stretches;
    }

    private static Plots.Track track(AnswerTable table, String name, boolean strong, List<Segment> segments) {
        return new Plots.Track(
                name,
                strong,
                segments.stream()
                        .map(s -> new Plots.Stretch(
                                s.begin(),
                                s.end(),
                                s.label(),
                                table.labels().get(s.label()),
                                AnswerWords.place(table, s)))
                        .toList());
    }

    // ---------------------------------------------------------------- pictures

    private static String boxes(AnswerTable table, AnswerTable.Task task, List<Box> consensus) {
        List<Box> drawn = task.given().stream()
                .flatMap(given -> given.answer() instanceof Answer.Boxes boxes
                        ? table.index().boxes(boxes).stream()
                        : Stream.empty())
                .toList();
        List<Box> all = Stream.concat(drawn.stream(), consensus.stream()).toList();
        double left = all.stream().mapToDouble(Box::left).min().orElse(0);
        double top = all.stream().mapToDouble(Box::top).min().orElse(0);
        double right = all.stream().mapToDouble(b -> b.left() + b.width()).max().orElse(1);
        double bottom =
                all.stream().mapToDouble(b -> b.top() + b.height()).max().orElse(1);
        double room = 0.04 * Math.max(right - left, bottom - top);
        StringBuilder svg = new StringBuilder(picture(
                left - room,
                top - room,
                right - left + 2 * room,
                bottom - top + 2 * room,
                drawn.size() + " boxes of " + task.given().size() + " answers and " + consensus.size()
                        + " of the consensus"));
        drawn.forEach(box -> svg.append(rect(table, box, "one")));
        consensus.forEach(box -> svg.append(rect(table, box, "all k" + box.label() % Plots.COLORS)));
        return svg.append("</svg>").toString();
    }

    private static String drawn(AnswerTable table, AnswerTable.Task task, Answer.Structured consensus) {
        List<Region> drawn = task.given().stream()
                .<Region>flatMap(given -> given.answer().regions().stream())
                .toList();
        double[] frame = frame(
                Stream.concat(drawn.stream(), consensus.regions().stream()).flatMap(Drawings::corners));
        double width = frame[2] - frame[0];
        double height = frame[3] - frame[1];
        double room = 0.04 * Math.max(Math.max(width, height), 1);
        String things = PlainQuestion.things(table.question());
        StringBuilder svg = new StringBuilder(picture(
                frame[0] - room,
                frame[1] - room,
                width + 2 * room,
                height + 2 * room,
                drawn.size() + " " + things + " of " + task.given().size() + " answers and "
                        + consensus.regions().size() + " of the consensus"));
        double dot = Math.max(Math.max(width, height), 1) / 150;
        drawn.forEach(region -> svg.append(path(table, region, "one", dot)));
        consensus
                .regions()
                .forEach(region -> svg.append(path(
                        table,
                        region,
                        "all shape k" + table.labels().indexOf(region.tag().label()) % Plots.COLORS,
                        2 * dot)));
        return svg.append("</svg>").toString();
    }

    /** The points that are drawn of a region. */
    private static Stream<Region.Point> corners(Region region) {
        return switch (region) {
            case Region.Polygon polygon -> polygon.points().stream();
            case Region.Polyline line -> line.points().stream();
            case Region.Keypoints keypoints ->
                keypoints.points().values().stream()
                        .filter(point -> point.visibility() != Region.Visibility.UNMARKED)
                        .map(Region.Keypoint::at);
            case Region.Box box -> Stream.empty();
            case Region.Mask mask -> Stream.empty();
            case Region.Segment segment -> Stream.empty();
            case Region.Span span -> Stream.empty();
            case Region.Track track -> Stream.empty();
        };
    }

    /** Left, top, right and bottom. */
    private static double[] frame(Stream<Region.Point> points) {
        List<Region.Point> all = points.toList();
        return new double[] {
            all.stream().mapToDouble(Region.Point::x).min().orElse(0),
            all.stream().mapToDouble(Region.Point::y).min().orElse(0),
            all.stream().mapToDouble(Region.Point::x).max().orElse(1),
            all.stream().mapToDouble(Region.Point::y).max().orElse(1)
        };
    }

    private static String path(AnswerTable table, Region region, String style, double dot) {
        StringBuilder path = new StringBuilder();
        String words = "";
        switch (region) {
            case Region.Polygon polygon -> {
                words = AnswerWords.place(
                        table, Outline.of(table.labels().indexOf(polygon.tag().label()), polygon));
                along(polygon.points(), path).append('Z');
                polygon.holes().forEach(hole -> along(hole, path).append('Z'));
            }
            case Region.Polyline line -> {
                words = AnswerWords.place(line);
                along(line.points(), path);
            }
            case Region.Keypoints keypoints -> {
                words = AnswerWords.place(keypoints);
                corners(keypoints).forEach(point -> cross(point, dot, path));
                edges(table.question(), keypoints, path);
            }
            case Region.Box box -> {}
            case Region.Mask mask -> {}
            case Region.Segment segment -> {}
            case Region.Span span -> {}
            case Region.Track track -> {}
        }
        return String.format(
                Locale.ROOT,
                "<path class=\"%s\" fill-rule=\"evenodd\" d=\"%s\"><title>%s</title></path>",
                style,
                path,
                HtmlPage.escape(words));
    }

    private static StringBuilder along(List<Region.Point> points, StringBuilder path) {
        for (int i = 0; i < points.size(); i++) {
            path.append(String.format(
                    Locale.ROOT,
                    "%s%.2f %.2f",
                    i == 0 ? "M" : "L",
                    points.get(i).x(),
                    points.get(i).y()));
        }
        return path;
    }

    private static void cross(Region.Point at, double size, StringBuilder path) {
        along(List.of(new Region.Point(at.x() - size, at.y()), new Region.Point(at.x() + size, at.y())), path);
        along(List.of(new Region.Point(at.x(), at.y() - size), new Region.Point(at.x(), at.y() + size)), path);
    }

    private static void edges(Question question, Region.Keypoints keypoints, StringBuilder path) {
        if (!(question instanceof Question.Keypoints asked)) {
            return;
        }
        for (Question.Edge edge : asked.skeleton().edges()) {
            Region.Keypoint from = keypoints.points().get(edge.from());
            Region.Keypoint to = keypoints.points().get(edge.to());
            if (from != null
                    && to != null
                    && from.visibility() != Region.Visibility.UNMARKED
                    && to.visibility() != Region.Visibility.UNMARKED) {
                along(List.of(from.at(), to.at()), path);
            }
        }
    }

    private static String picture(double left, double top, double width, double height, String name) {
        return String.format(
                Locale.ROOT,
                "<svg class=\"picture\" viewBox=\"%.2f %.2f %.2f %.2f\" role=\"img\" aria-label=\"%s\">",
                left,
                top,
                width,
                height,
                HtmlPage.escape(name));
    }

    private static String rect(AnswerTable table, Box box, String style) {
        return String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"><title>%s</title></rect>",
                style,
                box.left(),
                box.top(),
                box.width(),
                box.height(),
                HtmlPage.escape(AnswerWords.place(table, box)));
    }

    /** Shares of votes on a grid of cells around what anybody set, and the edge of the consensus between them. */
    private static String mask(AnswerTable.Task task, Mask consensus) {
        List<Mask> all = task.given().stream()
                .flatMap(given -> given.answer() instanceof Answer.Masks masks
                        ? Stream.of(RegionIndex.mask(masks))
                        : Stream.empty())
                .toList();
        int[] frame = frame(all, consensus.width(), consensus.height());
        double cell = Math.max(1, Math.max(frame[2] - frame[0], frame[3] - frame[1]) / (double) CELLS);
        int columns = (int) Math.ceil((frame[2] - frame[0]) / cell);
        int rows = (int) Math.ceil((frame[3] - frame[1]) / cell);
        boolean[][] inside = new boolean[rows + 2][columns + 2];
        StringBuilder cells = new StringBuilder();
        for (int r = 0; r < rows; r++) {
            long before = 0;
            int since = 0;
            for (int c = 0; c < columns; c++) {
                int x = Math.min(consensus.width() - 1, (int) (frame[0] + (c + 0.5) * cell));
                int y = Math.min(consensus.height() - 1, (int) (frame[1] + (r + 0.5) * cell));
                long votes = all.stream().filter(mask -> mask.contains(x, y)).count();
                inside[r + 1][c + 1] = consensus.contains(x, y);
                if (votes != before) {
                    cells.append(run(since, c, r, before, all.size()));
                    since = c;
                    before = votes;
                }
            }
            cells.append(run(since, columns, r, before, all.size()));
        }
        return picture(-1, -1, columns + 2, rows + 2, "Votes of " + all.size() + " masks and the edge of the consensus")
                + cells + "<path class=\"all\" d=\"" + edge(inside) + "\"/></svg>";
    }

    /** Neighbouring cells with the same votes. */
    private static String run(int from, int to, int row, long votes, int answers) {
        return votes == 0 || from == to
                ? ""
                : String.format(
                        Locale.ROOT,
                        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"1\" style=\"opacity:%.2f\"/>",
                        from,
                        row,
                        to - from,
                        0.1 + 0.8 * votes / answers);
    }

    private static String edge(boolean[][] inside) {
        StringBuilder path = new StringBuilder();
        for (int r = 1; r < inside.length; r++) {
            for (int c = 1; c < inside[r].length; c++) {
                if (inside[r][c] != inside[r - 1][c]) {
                    path.append('M').append(c - 1).append(' ').append(r - 1).append("h1");
                }
                if (inside[r][c] != inside[r][c - 1]) {
                    path.append('M').append(c - 1).append(' ').append(r - 1).append("v1");
                }
            }
        }
        return path.toString();
    }

    /** Left, top, right and bottom of what anybody set, with a little room. */
    private static int[] frame(List<Mask> masks, int width, int height) {
        int left = width;
        int top = height;
        int right = 0;
        int bottom = 0;
        for (Mask mask : masks) {
            int at = 0;
            int[] runs = mask.toRows();
            for (int i = 0; i < runs.length; i++) {
                if (i % 2 == 1 && runs[i] > 0) {
                    int last = at + runs[i] - 1;
                    boolean wraps = last / width > at / width;
                    left = Math.min(left, wraps ? 0 : at % width);
                    right = Math.max(right, wraps ? width : last % width + 1);
                    top = Math.min(top, at / width);
                    bottom = Math.max(bottom, last / width + 1);
                }
                at += runs[i];
            }
        }
        return left >= right ? new int[] {0, 0, width, height} : new int[] {left, top, right, bottom};
    }
}
