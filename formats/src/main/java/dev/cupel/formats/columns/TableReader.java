package dev.cupel.formats.columns;

import dev.cupel.engine.InputException;
import dev.cupel.engine.InputException.Code;
import dev.cupel.formats.rows.Row;
import dev.cupel.formats.rows.RowEvent;
import dev.cupel.formats.rows.RowFormat;
import dev.cupel.formats.rows.RowProblem;
import dev.cupel.formats.rows.RowReader;
import dev.cupel.formats.text.NaturalOrder;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
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
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the wanted columns of a table.
 *
 * <p>Delimited text: the separator is the first of comma, tab and semicolon with which the header has all wanted columns,
 * in any order, among others or not. Lines end in LF, CRLF or CR, mixed as they come; blank lines are skipped; values may
 * be quoted as in RFC 4180; blanks around an unquoted value are dropped. JSON: one object per line, or one array of
 * objects. UTF-8 with or without byte order mark, gzip-compressed or not. Columns that are not wanted are not looked at.
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

    private TableReader(List<Column> columns, int[] shared, int threads, Progress progress, long minPartBytes) {
        this.columns = columns;
        this.shared = shared;
        this.threads = threads;
        this.progress = progress;
        this.minPartBytes = minPartBytes;
    }

    public static TableReader of(Column... columns) {
        int[] shared = new int[columns.length];
        Arrays.setAll(shared, c -> c);
        return new TableReader(
                List.of(columns), shared, Runtime.getRuntime().availableProcessors(), Progress.NONE, MIN_PART_BYTES);
    }

    /** Two columns that name the same things, such as the left and the right item of a comparison. */
    public TableReader sharingNames(int column, int earlier) {
        int[] with = shared.clone();
        with[column] = earlier;
        return new TableReader(columns, with, threads, progress, minPartBytes);
    }

    /** @param count upper bound on threads, at least 1; the result does not depend on it */
    public TableReader threads(int count) {
        return new TableReader(columns, shared, Math.max(1, count), progress, minPartBytes);
    }

    public TableReader reporting(Progress to) {
        return new TableReader(columns, shared, threads, to, minPartBytes);
    }

    /** For tests: cut even small files. */
    TableReader minPartBytes(long bytes) {
        return new TableReader(columns, shared, threads, progress, bytes);
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
            if (size <= 0 || json || isGzip(head)) {
                try (InputStream in = Files.newInputStream(path)) {
                    return readStream(file, in, size, format);
                }
            }
            Header header = header(file, head, head.length == size);
            if (header == null) {
                try (InputStream in = Files.newInputStream(path)) {
                    return readStream(file, in, size, format);
                }
            }
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

    private static boolean isGzip(byte[] head) {
        return head.length >= 2 && head[0] == 0x1f && head[1] == (byte) 0x8b;
    }

    // ---------------------------------------------------------------- streams

    private Table readStream(Source source, InputStream raw, long size, Optional<RowFormat> known) throws IOException {
        InputStream counted = new Counted(raw, size, progress);
        PushbackInputStream in = new PushbackInputStream(new BufferedInputStream(counted, 1 << 16), 2);
        byte[] magic = in.readNBytes(2);
        in.unread(magic);
        InputStream plain = isGzip(magic) ? new GZIPInputStream(in, 1 << 16) : in;
        byte[] head = plain.readNBytes(HEADER_BYTES);
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), plain);
        Optional<RowFormat> json =
                known.filter(f -> f == RowFormat.JSON || f == RowFormat.JSONL).or(() -> sniffJson(head));
        if (json.isPresent()) {
            return readJson(source, whole, json.get());
        }
        Header header = header(source, head, head.length < HEADER_BYTES);
        if (header == null) {
            throw new IllegalStateException("not JSON after all");
        }
        whole.skipNBytes(header.end());
        Part part = new Part(
                whole::read, header.end(), Long.MAX_VALUE, header.lines() + 1L, header.layout(), columns, shared);
        part.read();
        return table(source, List.of(part), new long[1]);
    }

    private static Optional<RowFormat> sniffJson(byte[] head) {
        int i = startsWithByteOrderMark(head) ? 3 : 0;
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

    private Table readJson(Source source, InputStream in, RowFormat format) throws IOException {
        int[] places = new int[columns.size()];
        Part part = new Part(
                (target, offset, length) -> -1,
                0,
                0,
                1,
                new Layout((byte) ',', places.length, places),
                columns,
                shared);
        byte[][] cells = new byte[columns.size()][];
        try (RowReader rows = RowReader.open(in, format)) {
            for (RowEvent event = rows.next(); event != null; event = rows.next()) {
                switch (event) {
                    case RowProblem problem ->
                        part.problems.add(
                                Code.MALFORMED, problem.line(), problem.column(), problem.what(), problem.fix());
                    case Row row -> {
                        for (int c = 0; c < cells.length; c++) {
                            cells[c] = value(row, columns.get(c));
                        }
                        part.accept(row.line(), cells);
                    }
                }
            }
        }
        return table(source, List.of(part), new long[1]);
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
     * @param end where in the decompressed file the header ends
     * @param lines how many lines it takes
     */
    private record Header(Layout layout, int end, int lines) {}

    private static boolean startsWithByteOrderMark(byte[] head) {
        return head.length >= 3 && head[0] == (byte) 0xEF && head[1] == (byte) 0xBB && head[2] == (byte) 0xBF;
    }

    /** The header, or null if the file is JSON. */
    private @Nullable Header header(Source source, byte[] head, boolean wholeFile) {
        if (head.length >= 2
                && ((head[0] == (byte) 0xFF && head[1] == (byte) 0xFE)
                        || (head[0] == (byte) 0xFE && head[1] == (byte) 0xFF))) {
            throw new InputException(
                    Code.MALFORMED, source.name() + ":1:1", "the file is UTF-16 text", "save it as UTF-8");
        }
        if (head.length >= 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4) {
            throw new InputException(
                    Code.MALFORMED,
                    source.name(),
                    "the file is a ZIP archive or an Excel workbook",
                    "unpack it, or save the sheet as CSV (UTF-8)");
        }
        if (sniffJson(head).isPresent()) {
            return null;
        }
        int from = startsWithByteOrderMark(head) ? 3 : 0;
        int lines = 1;
        while (from < head.length && (head[from] == '\n' || head[from] == '\r')) {
            if (head[from] == '\n' || from + 1 == head.length || head[from + 1] != '\n') {
                lines++;
            }
            from++;
        }
        if (from == head.length) {
            throw new InputException(
                    Code.EMPTY,
                    source.name(),
                    "the file is empty",
                    "start it with a header line: " + String.join(",", names()));
        }
        int end = from;
        while (end < head.length && head[end] != '\n' && head[end] != '\r') {
            end++;
        }
        if (end == head.length && !wholeFile) {
            throw new InputException(
                    Code.MALFORMED,
                    source.name() + ":" + lines,
                    "the first line is longer than " + HEADER_BYTES + " bytes",
                    "start the file with a header line: " + String.join(",", names()));
        }
        int next = end;
        if (next < head.length) {
            next += head[next] == '\r' && next + 1 < head.length && head[next + 1] == '\n' ? 2 : 1;
        }
        List<String> found = List.of();
        for (char delimiter : new char[] {',', '\t', ';'}) {
            List<String> header = split(new String(head, from, end - from, StandardCharsets.UTF_8), delimiter);
            int[] places = places(header);
            if (Arrays.stream(places).allMatch(place -> place >= 0)) {
                for (int place : places) {
                    if (header.indexOf(header.get(place)) != header.lastIndexOf(header.get(place))) {
                        throw new InputException(
                                Code.DUPLICATE,
                                source.name() + ":" + lines,
                                "two columns are named \"" + header.get(place) + "\"",
                                "give every column its own name");
                    }
                }
                return new Header(new Layout((byte) delimiter, header.size(), places), next, lines);
            }
            if (header.size() > found.size()) {
                found = header;
            }
        }
        int[] places = places(found);
        List<String> missing = new ArrayList<>();
        for (int c = 0; c < places.length; c++) {
            if (places[c] < 0) {
                missing.add(columns.get(c).name());
            }
        }
        throw new InputException(
                Code.MISSING,
                source.name() + ":" + lines,
                (missing.size() == 1 ? "there is no column " : "there are no columns ") + String.join(", ", missing)
                        + "; the first line reads \"" + excerpt(String.join(",", found)) + "\"",
                "start the file with a header line that names " + String.join(",", names())
                        + " in any order, among other columns or not");
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

    private static List<String> split(String line, char delimiter) {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i <= line.length(); i++) {
            char c = i == line.length() ? delimiter : line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if ((c == delimiter && !quoted) || i == line.length()) {
                names.add(name.toString().strip());
                name.setLength(0);
            } else {
                name.append(c);
            }
        }
        return names;
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
        return table(file, List.of(parts), linesBefore);
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
        return new Part(bytes, begin, limit, 1, layout, columns, shared);
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

    private Table table(Source source, List<Part> parts, long[] linesBefore) throws IOException {
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
        return new Table(rows, leftOut, codes, names, numbers);
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
