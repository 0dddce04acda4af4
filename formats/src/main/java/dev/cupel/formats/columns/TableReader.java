package dev.cupel.formats.columns;

import dev.cupel.engine.Finding;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.formats.rows.DelimitedHead;
import dev.cupel.formats.rows.Row;
import dev.cupel.formats.rows.RowEvent;
import dev.cupel.formats.rows.RowFormat;
import dev.cupel.formats.rows.RowProblem;
import dev.cupel.formats.rows.RowReader;
import dev.cupel.formats.text.NaturalOrder;
import dev.cupel.formats.text.PlainText;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * Reads the wanted columns of a table.
 *
 * <p>Delimited text: {@link DelimitedHead} decides separator and header, here and for {@link RowReader}; the wanted columns
 * stand in any order, among others or not. Lines end in LF, CRLF or CR, mixed as they come; blank lines and rows of
 * separators alone are skipped; values may be quoted as in RFC 4180; blanks around an unquoted value are dropped. JSON: one
 * object per line, or one array of objects. Encoding and compression as in {@link PlainText}. Columns that are not wanted are not looked at.
 *
 * <p>An uncompressed file is cut into one part per thread. A part begins at the first line after the cut; that is wrong
 * if the cut falls into a quoted value, which shows because the part before does not end where this one began: then it is
 * read again from the right place. Names are numbered in order of first appearance in the file (or as the column says),
 * whatever the number of threads.
 */
public final class TableReader {
    private static final long MIN_PART_BYTES = 2 << 20;
    private static final int HEADER_BYTES = 1 << 20;

    private final List<Column> columns;
    private final int[] shared;
    private final int threads;
    private final Progress progress;
    private final long minPartBytes;
    private final CellRules rules;
    private final boolean wide;

    private TableReader(
            List<Column> columns,
            int[] shared,
            int threads,
            Progress progress,
            long minPartBytes,
            CellRules rules,
            boolean wide) {
        this.wide = wide;
        this.columns = columns;
        this.shared = shared;
        this.threads = threads;
        this.progress = progress;
        this.minPartBytes = minPartBytes;
        this.rules = rules;
    }

    public static TableReader of(Column... columns) {
        int[] shared = new int[columns.length];
        Arrays.setAll(shared, c -> c);
        return new TableReader(
                List.of(columns),
                shared,
                Runtime.getRuntime().availableProcessors(),
                Progress.NONE,
                MIN_PART_BYTES,
                CellRules.PLAIN,
                false);
    }

    /** Two columns that name the same things, such as the left and the right item of a comparison. */
    public TableReader sharingNames(int column, int earlier) {
        int[] with = shared.clone();
        with[column] = earlier;
        return new TableReader(columns, with, threads, progress, minPartBytes, rules, wide);
    }

    /** @param count upper bound on threads, at least 1; the result does not depend on it */
    public TableReader threads(int count) {
        return new TableReader(columns, shared, Math.max(1, count), progress, minPartBytes, rules, wide);
    }

    public TableReader reporting(Progress to) {
        return new TableReader(columns, shared, threads, to, minPartBytes, rules, wide);
    }

    /** What cells mean beyond their letters: codes for missing answers, decimal commas. */
    public TableReader rules(CellRules cells) {
        return new TableReader(columns, shared, threads, progress, minPartBytes, cells, wide);
    }

    /**
     * For files with one row per task and a column per rater. The reader's columns are then task, worker and answer: the task
     * stands in the first column if none has its name, every other column is a rater, and an empty cell is no answer.
     */
    public TableReader wide() {
        return new TableReader(columns, shared, threads, progress, minPartBytes, rules, true);
    }

    /** For tests: cut even small files. */
    TableReader minPartBytes(long bytes) {
        return new TableReader(columns, shared, threads, progress, bytes, rules, wide);
    }

    /**
     * @throws InputException with up to twenty problems of the file, each with line and column
     * @throws IOException if reading itself fails
     */
    public Table read(Source source) throws IOException {
        try {
            return switch (source) {
                case Source.File file -> readFile(file);
                case Source.Stream stream -> readStream(stream, stream.in(), -1, Optional.empty());
            };
        } catch (NoSuchFileException missing) {
            throw new InputException(Code.MISSING, source.name(), "there is no such file", "check the path");
        } catch (AccessDeniedException denied) {
            throw new InputException(
                    Code.MISSING, source.name(), "this file may not be read", "give yourself the right to read it");
        } catch (ZipException | EOFException broken) {
            throw new InputException(
                    Code.MALFORMED,
                    source.name(),
                    "the compressed file is damaged or cut short (" + broken.getMessage() + ")",
                    "copy or compress it again");
        }
    }

    private Table readFile(Source.File file) throws IOException {
        Path path = file.path();
        if (Files.isDirectory(path)) {
            throw new InputException(Code.MALFORMED, file.name(), "is a folder", "name a file inside it");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = Files.isRegularFile(path) ? channel.size() : -1;
            byte[] head = size <= 0 ? new byte[0] : head(channel);
            Optional<RowFormat> format = RowFormat.ofFileName(String.valueOf(path.getFileName()));
            boolean json = format.isPresent() && (format.get() == RowFormat.JSON || format.get() == RowFormat.JSONL);
            if (size <= 0 || wide || json || PlainText.isGzip(head) || PlainText.isUtf16(head) || isJson(head)) {
                try (InputStream in = Files.newInputStream(path)) {
                    return readStream(file, in, size, format);
                }
            }
            int mark = PlainText.markLength(head);
            Header header = header(file, head, mark, head.length == size, format);
            return readParts(file, channel, size, header);
        }
    }

    private static byte[] head(FileChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.allocate((int) Math.min(HEADER_BYTES, channel.size()));
        int read = 0;
        while (read >= 0 && head.hasRemaining()) {
            read = channel.read(head, head.position());
        }
        return Arrays.copyOf(head.array(), head.position());
    }

    // ---------------------------------------------------------------- streams

    private Table readStream(Source source, InputStream raw, long size, Optional<RowFormat> known) throws IOException {
        InputStream plain = PlainText.of(new BufferedInputStream(new Counted(raw, size, progress), 1 << 16));
        byte[] head = plain.readNBytes(HEADER_BYTES);
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), plain);
        Optional<RowFormat> json =
                known.filter(f -> f == RowFormat.JSON || f == RowFormat.JSONL).or(() -> sniffJson(head));
        if (wide) {
            return readWide(source, whole, json.or(() -> known).orElse(RowFormat.CSV));
        }
        if (json.isPresent()) {
            return readJson(source, whole, json.get());
        }
        Header header = header(source, head, 0, head.length < HEADER_BYTES, known);
        whole.skipNBytes(header.end());
        Part part = new Part(
                whole::read,
                header.end(),
                Long.MAX_VALUE,
                header.lines() + 1L,
                header.layout(),
                columns,
                shared,
                new CellRules.Compiled(rules));
        part.read();
        return table(source, List.of(part), new long[1], header.notes());
    }

    private static boolean isJson(byte[] head) {
        return sniffJson(head).isPresent();
    }

    private static Optional<RowFormat> sniffJson(byte[] head) {
        int i = PlainText.markLength(head);
        while (i < head.length && (head[i] == ' ' || head[i] == '\n' || head[i] == '\r' || head[i] == '\t')) {
            i++;
        }
        if (i == head.length) {
            return Optional.empty();
        }
        return head[i] == '{'
                ? Optional.of(RowFormat.JSONL)
                : head[i] == '[' ? Optional.of(RowFormat.JSON) : Optional.empty();
    }

    private Part rowsOneByOne() {
        int[] places = new int[columns.size()];
        return new Part(
                (target, offset, length) -> -1,
                0,
                0,
                1,
                new Layout((byte) ',', places.length, places),
                columns,
                shared,
                new CellRules.Compiled(rules));
    }

    private Table readJson(Source source, InputStream in, RowFormat format) throws IOException {
        Part part = rowsOneByOne();
        byte[][] cells = new byte[columns.size()][];
        boolean[] seen = new boolean[cells.length];
        List<String> keys = List.of();
        boolean malformed = false;
        try (RowReader rows = RowReader.open(in, format)) {
            for (RowEvent event = rows.next(); event != null; event = rows.next()) {
                switch (event) {
                    case RowProblem problem -> {
                        malformed = true;
                        part.problems.add(problem.finding());
                    }
                    case Row row -> {
                        keys = keys.isEmpty() ? List.copyOf(row.values().keySet()) : keys;
                        boolean usable = true;
                        for (int c = 0; c < cells.length; c++) {
                            cells[c] = value(row, columns.get(c));
                            seen[c] |= cells[c].length > 0;
                            usable &= cells[c].length == 0 || cells[c][0] != '{' || plain(part, row, columns.get(c));
                        }
                        if (usable) {
                            part.accept(row.line(), cells);
                        }
                    }
                }
            }
        }
        List<String> missing = new ArrayList<>();
        for (int c = 0; c < seen.length; c++) {
            Column column = columns.get(c);
            if (!seen[c]
                    && !keys.contains(column.name())
                    && column.aliases().stream().noneMatch(keys::contains)) {
                missing.add(column.name());
            }
        }
        if (!missing.isEmpty() && !keys.isEmpty() && !malformed) {
            throw new InputException(
                    Code.MISSING,
                    source.name(),
                    "no row has the key " + String.join(", ", missing) + "; the keys of the first row are "
                            + excerpt(String.join(", ", keys)),
                    missingColumnFix(keys, "give every row the keys "));
        }
        return table(source, List.of(part), new long[1], List.of());
    }

    /** An object where a plain value belongs is a structured answer, or a mistake. */
    private static boolean plain(Part part, Row row, Column column) {
        part.problems.add(
                Code.MALFORMED,
                row.line(),
                0,
                "the " + column.name() + " is a JSON object, not one class or number",
                "structured answers go to cupel consensus, under the key answer; otherwise write a single value");
        return false;
    }

    private Table readWide(Source source, InputStream in, RowFormat format) throws IOException {
        Part part = rowsOneByOne();
        String taskKey = null;
        try (RowReader rows = RowReader.open(in, format)) {
            for (RowEvent event = rows.next(); event != null; event = rows.next()) {
                switch (event) {
                    case RowProblem problem -> part.problems.add(problem.finding());
                    case Row row -> {
                        if (taskKey == null) {
                            taskKey = taskColumn(source, row, rows.notes());
                        }
                        byte[] name = bytes(row.values().getOrDefault(taskKey, ""));
                        for (var cell : row.values().entrySet()) {
                            if (!cell.getKey().equals(taskKey)) {
                                part.accept(
                                        row.line(), new byte[][] {name, bytes(cell.getKey()), bytes(cell.getValue())});
                            }
                        }
                    }
                }
            }
        }
        return table(source, List.of(part), new long[1], List.of());
    }

    private String taskColumn(Source source, Row row, List<Finding> notes) {
        Column task = columns.getFirst();
        for (String name : row.values().keySet()) {
            if (name.equals(task.name()) || task.aliases().contains(name)) {
                return name;
            }
        }
        boolean nameless = notes.stream().anyMatch(note -> note.what().startsWith("column 1 has no name"));
        if (task.aliases().isEmpty() || nameless || row.values().size() < 2) {
            throw new InputException(
                    Code.MISSING,
                    source.name(),
                    "there is no column " + task.name() + "; the columns are "
                            + excerpt(String.join(", ", row.values().keySet())),
                    "name the column that holds the tasks \"task\", or say its name with --task NAME");
        }
        return row.values().keySet().iterator().next();
    }

    private static byte[] bytes(String text) {
        return text.strip().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] value(Row row, Column column) {
        String value = row.values().get(column.name());
        for (int alias = 0; value == null && alias < column.aliases().size(); alias++) {
            value = row.values().get(column.aliases().get(alias));
        }
        return value == null ? new byte[0] : value.strip().getBytes(StandardCharsets.UTF_8);
    }

    // ---------------------------------------------------------------- header

    /**
     * @param end where in the file, or in its text, the rows begin
     * @param lines how many lines come before
     */
    private record Header(Layout layout, int end, long lines, List<String> notes) {}

    private Header header(Source source, byte[] head, int from, boolean wholeFile, Optional<RowFormat> format) {
        if (PlainText.isArchive(head)) {
            throw new InputException(Code.MALFORMED, source.name(), PlainText.ARCHIVE, PlainText.ARCHIVE_FIX);
        }
        return switch (DelimitedHead.of(
                head,
                from,
                head.length,
                wholeFile,
                format.orElse(RowFormat.CSV),
                names -> Arrays.stream(places(names)).allMatch(place -> place >= 0))) {
            case DelimitedHead.NeedMore more ->
                throw new InputException(
                        Code.MALFORMED,
                        source.name() + ":1",
                        "the header is longer than " + HEADER_BYTES + " bytes",
                        "start the file with a header line: " + String.join(",", names()));
            case DelimitedHead.Unreadable(RowProblem problem) ->
                throw head.length == from || isBlank(head, from)
                        ? new InputException(
                                Code.EMPTY,
                                source.name(),
                                "the file is empty",
                                "start it with a header line: " + String.join(",", names()))
                        : new InputException(List.of(problem.finding().in(source.name())));
            case DelimitedHead.Found found -> header(source, from, found);
        };
    }

    private static boolean isBlank(byte[] head, int from) {
        for (int i = from; i < head.length; i++) {
            if (head[i] != ' ' && head[i] != '\t' && head[i] != '\n' && head[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private Header header(Source source, int from, DelimitedHead.Found found) {
        List<String> header = found.names();
        int[] places = places(header);
        List<String> missing = new ArrayList<>();
        for (int c = 0; c < places.length; c++) {
            if (places[c] < 0) {
                missing.add(columns.get(c).name());
            }
        }
        if (!missing.isEmpty()) {
            throw new InputException(
                    Code.MISSING,
                    source.name() + ":" + found.headerLine(),
                    (missing.size() == 1 ? "there is no column " : "there are no columns ") + String.join(", ", missing)
                            + "; the header reads \"" + excerpt(String.join(String.valueOf(found.separator()), header))
                            + "\"",
                    missingColumnFix(header, "start the file with a header line that names "));
        }
        for (int place : places) {
            if (header.indexOf(header.get(place)) != header.lastIndexOf(header.get(place))) {
                throw new InputException(
                        Code.DUPLICATE,
                        source.name() + ":" + found.headerLine(),
                        "two columns are named \"" + header.get(place) + "\"",
                        "give every column its own name");
            }
        }
        // Columns that are not wanted are not looked at, so one without a name is nothing to speak of here.
        List<String> notes = found.notes().stream()
                .filter(note -> !note.what().startsWith("column "))
                .map(Finding::what)
                .toList();
        return new Header(
                new Layout((byte) found.separator(), header.size(), places),
                from + found.bodyOffset(),
                found.bodyLine() - 1,
                notes);
    }

    private String missingColumnFix(List<String> header, String usual) {
        boolean wantsLabel = columns.stream().anyMatch(c -> c.name().equals("label"));
        if (wantsLabel && header.contains("answer")) {
            return "structured answers (texts, spans, boxes, masks, segments) go to cupel consensus; if the answers are"
                    + " classes, add --label answer";
        }
        List<String> others = header.stream()
                .filter(name -> columns.stream()
                        .noneMatch(c -> c.name().equals(name) || c.aliases().contains(name)))
                .toList();
        if (wantsLabel && others.size() == 1 && header.size() == columns.size()) {
            return "if they stand in " + others.getFirst() + ", add --label " + others.getFirst()
                    + "; if these are transcripts or other texts, use cupel consensus with --kind text --label "
                    + others.getFirst();
        }
        return usual + String.join(",", names()) + " in any order, among others or not, or say other names with --"
                + columns.getFirst().name() + " NAME and its like";
    }

    private static String excerpt(String text) {
        return text.length() > 80 ? text.substring(0, 77) + "..." : text;
    }

    private List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    private int[] places(List<String> header) {
        int[] places = new int[columns.size()];
        for (int c = 0; c < places.length; c++) {
            Column column = columns.get(c);
            places[c] = header.indexOf(column.name());
            for (int alias = 0; places[c] < 0 && alias < column.aliases().size(); alias++) {
                places[c] = header.indexOf(column.aliases().get(alias));
            }
        }
        return places;
    }

    // ---------------------------------------------------------------- parts

    private Table readParts(Source.File file, FileChannel channel, long size, Header header) throws IOException {
        int count = (int) Math.max(1, Math.min(threads, (size - header.end()) / minPartBytes));
        long[] cuts = new long[count + 1];
        for (int i = 0; i <= count; i++) {
            cuts[i] = header.end() + (size - header.end()) * i / count;
        }
        cuts[count] = Long.MAX_VALUE;
        long[] begins = new long[count];
        Part[] parts = new Part[count];
        begins[0] = header.end();
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                begins[i] = afterNextLineEnd(channel, cuts[i] - 1, size);
            }
            parts[i] = part(channel, size, begins[i], cuts[i + 1], header.layout(), progress);
        }
        Parallel.run(count, i -> parts[i].read());
        long[] linesBefore = new long[count];
        linesBefore[0] = header.lines();
        for (int i = 1; i < count; i++) {
            if (parts[i - 1].endOffset() != begins[i]) {
                begins[i] = parts[i - 1].endOffset();
                parts[i] = part(channel, size, begins[i], cuts[i + 1], header.layout(), Progress.NONE);
                parts[i].read();
            }
            linesBefore[i] = linesBefore[i - 1] + parts[i - 1].line() - 1;
        }
        return table(file, List.of(parts), linesBefore, header.notes());
    }

    private Part part(FileChannel channel, long size, long begin, long limit, Layout layout, Progress report) {
        long[] position = {begin};
        Part.Bytes bytes = (target, offset, length) -> {
            int read = channel.read(ByteBuffer.wrap(target, offset, Math.min(length, 1 << 20)), position[0]);
            if (read > 0) {
                position[0] += read;
                report.read(read, size);
            }
            return read;
        };
        return new Part(bytes, begin, limit, 1, layout, columns, shared, new CellRules.Compiled(rules));
    }

    private static long afterNextLineEnd(FileChannel channel, long from, long size) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(1 << 16);
        long position = from;
        while (position < size) {
            block.clear();
            int read = channel.read(block, position);
            if (read <= 0) {
                break;
            }
            for (int i = 0; i < read; i++) {
                if (block.get(i) == '\n') {
                    return position + i + 1;
                }
            }
            position += read;
        }
        return size;
    }

    // ---------------------------------------------------------------- putting parts together

    private Table table(Source source, List<Part> parts, long[] linesBefore, List<String> notes) throws IOException {
        Problems problems = new Problems();
        long total = 0;
        long leftOut = 0;
        for (int i = 0; i < parts.size(); i++) {
            problems.addAll(parts.get(i).problems, linesBefore[i]);
            total += parts.get(i).rows;
            leftOut += parts.get(i).rowsLeftOut;
        }
        if (!problems.isEmpty()) {
            throw problems.toException(source.name());
        }
        if (total == 0) {
            throw new InputException(
                    Code.EMPTY,
                    source.name(),
                    leftOut == 0 ? "there are no rows below the header" : "no row has an answer",
                    "give at least one row of " + String.join(",", names()));
        }
        if (total > Integer.MAX_VALUE - 8) {
            throw new InputException(
                    Code.TOO_LARGE, source.name(), "has " + total + " rows", "split it: 2^31 rows is the limit");
        }
        int rows = (int) total;
        int width = columns.size();
        int[][][] translations = new int[width][parts.size()][];
        Names[] names = new Names[width];
        Parallel.run(width, c -> {
            if (shared[c] == c && columns.get(c).kind() == Column.Kind.NAME) {
                names[c] = merge(parts, c, translations[c]);
            }
        });
        int[][] codes = new int[width][];
        double[][] numbers = new double[width][];
        Names none = Names.of(List.of());
        for (int c = 0; c < width; c++) {
            boolean isName = columns.get(c).kind() == Column.Kind.NAME;
            codes[c] = isName ? new int[rows] : new int[0];
            numbers[c] = isName ? new double[0] : new double[rows];
            names[c] = isName ? names[shared[c]] : none;
        }
        int[] begins = new int[parts.size()];
        for (int i = 1; i < begins.length; i++) {
            begins[i] = begins[i - 1] + parts.get(i - 1).rows;
        }
        Parallel.run(parts.size(), i -> {
            for (int c = 0; c < width; c++) {
                if (columns.get(c).kind() == Column.Kind.NAME) {
                    parts.get(i).codes[c].drainTo(codes[c], begins[i], translations[shared[c]][i]);
                } else {
                    parts.get(i).numbers[c].drainTo(numbers[c], begins[i]);
                }
            }
        });
        Lines lines = new Lines();
        for (int i = 0; i < begins.length; i++) {
            lines.addAll(parts.get(i).lines, begins[i], linesBefore[i]);
        }
        return new Table(rows, leftOut, codes, names, numbers, notes, lines);
    }

    /** One dictionary out of those of all parts, and for each part the table from its numbers to the common ones. */
    private Names merge(List<Part> parts, int column, int[][] translations) {
        ByteDictionary all = parts.getFirst().dictionaries[column];
        int firstSize = all.size();
        for (int i = 1; i < parts.size(); i++) {
            ByteDictionary one = parts.get(i).dictionaries[column];
            int[] translation = new int[one.size()];
            byte[] arena = one.arena();
            for (int id = 0; id < translation.length; id++) {
                translation[id] = all.intern(arena, one.begin(id), one.end(id) - one.begin(id));
                if (translation[id] < 0) {
                    throw new InputException(
                            Code.TOO_LARGE,
                            columns.get(column).name(),
                            "its names take more than two gigabytes",
                            "use shorter names, or split the file");
                }
            }
            translations[i] = translation;
        }
        translations[0] = new int[firstSize];
        Arrays.setAll(translations[0], id -> id);
        Names names = switch (columns.get(column).order()) {
            case APPEARANCE -> Names.inOrderOfAppearance(all);
            case NATURAL -> Names.sorted(all, NaturalOrder.DIGITS_BY_VALUE);
            case VALUE -> Names.sorted(all, NaturalOrder.valueOrder(all::text, all.size()));
        };
        int[] positions = names.positions();
        if (positions != null) {
            for (int[] translation : translations) {
                for (int id = 0; id < translation.length; id++) {
                    translation[id] = positions[translation[id]];
                }
            }
        }
        return names;
    }

    /** Reports what is read from the disk, compressed or not. */
    private static final class Counted extends InputStream {
        private final InputStream in;
        private final long size;
        private final Progress progress;

        Counted(InputStream in, long size, Progress progress) {
            this.in = in;
            this.size = size;
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            if (b >= 0) {
                progress.read(1, size);
            }
            return b;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = in.read(target, offset, length);
            if (read > 0) {
                progress.read(read, size);
            }
            return read;
        }
    }
}
