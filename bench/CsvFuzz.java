import dev.cupel.engine.Finding;
import dev.cupel.engine.InputException;
import dev.cupel.formats.columns.Progress;
import dev.cupel.formats.columns.Source;
import dev.cupel.formats.labels.LabelTable;
import dev.cupel.formats.labels.TruthTable;
import dev.cupel.formats.rows.RowEvent;
import dev.cupel.formats.rows.RowFormat;
import dev.cupel.formats.rows.RowReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/**
 * Damages label files in every way it can think of, and checks that reading them either works or names the problem:
 * never another exception, never a different result from a file than from a stream or with another number of threads.
 *
 * <p>Run by bench/csv-fuzz.sh MINUTES [SEED]; prints the seed of what fails and keeps the file.
 */
public final class CsvFuzz {
    private static final String[] SEEDS = {
        "task,worker,label\nt1,w1,yes\nt1,w2,no\nt2,w1,yes\n",
        "\uFEFFlabel;task;worker\r\n1;\"a;b\";w1\r\n2;\"say \"\"hi\"\"\";w2\r\n",
        "task\tworker\tlabel\nä\tö\t1.5\n\u4e2d\t\ud83d\ude00\t-2e3\n",
        "{\"task\":\"t1\",\"worker\":\"w1\",\"label\":1}\n{\"task\":\"t2\",\"worker\":\"w2\",\"label\":\"x\\u00e4\"}\n",
        "[{\"task\":\"t1\",\"worker\":\"w1\",\"label\":true},{\"task\":\"t2\",\"worker\":2,\"label\":null}]",
        "task,label\nt1,a\nt2,b\nt1,a\n",
    };
    private static final byte[] TASTY = ",;\t\"\r\n {}[]:\\ntaskworkerlabel019-.eE\0\u007f".getBytes(StandardCharsets.UTF_8);

    public static void main(String[] arguments) throws Exception {
        long minutes = Long.parseLong(arguments[0]);
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        Path file = Files.createTempFile("cupel-fuzz", ".csv");
        var cpu = (com.sun.management.OperatingSystemMXBean) java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        long end = minutes * 60_000_000_000L;
        long cases = 0;
        long read = 0;
        System.out.println("seed " + seed);
        while (cpu.getProcessCpuTime() < end) {
            byte[] bytes = damaged(random);
            try {
                read += check(bytes, file, random);
            } catch (Throwable broken) {
                Path kept = Files.write(Path.of("fuzz-failure-" + cases + ".bin"), bytes);
                System.out.println("FAILED on case " + cases + ", kept as " + kept.toAbsolutePath());
                broken.printStackTrace(System.out);
                System.exit(1);
            }
            cases++;
        }
        Files.delete(file);
        System.out.printf("%,d damaged files in %d CPU minutes: %,d were readable, the others were refused with a place and"
                + " a remedy%n", cases, minutes, read);
    }

    private static byte[] damaged(SplittableRandom random) throws Exception {
        byte[] bytes = SEEDS[random.nextInt(SEEDS.length)].getBytes(StandardCharsets.UTF_8);
        int copies = random.nextInt(4) == 0 ? random.nextInt(200) : random.nextInt(4);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(bytes);
        int body = 0;
        while (body < bytes.length - 1 && bytes[body] != '\n') {
            body++;
        }
        for (int i = 0; i < copies; i++) {
            all.write(bytes, body + 1, bytes.length - body - 1);
        }
        bytes = all.toByteArray();
        int strikes = random.nextInt(6);
        for (int i = 0; i < strikes && bytes.length > 0; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] = TASTY[random.nextInt(TASTY.length)];
                case 2 -> bytes = splice(bytes, at, new byte[0], random.nextInt(1 + Math.min(20, bytes.length - at)));
                case 3 -> bytes = splice(bytes, at, new byte[] {TASTY[random.nextInt(TASTY.length)]}, 0);
                case 4 -> {
                    int from = random.nextInt(bytes.length);
                    int length = random.nextInt(1 + Math.min(300, bytes.length - from));
                    bytes = splice(bytes, at, java.util.Arrays.copyOfRange(bytes, from, from + length), 0);
                }
                default -> bytes = java.util.Arrays.copyOf(bytes, at);
            }
        }
        if (random.nextInt(5000) == 0) {
            byte[] long1 = new byte[2_000_000 + random.nextInt(2_000_000)];
            java.util.Arrays.fill(long1, TASTY[random.nextInt(TASTY.length)]);
            bytes = splice(bytes, bytes.length / 2, long1, 0);
        }
        if (random.nextInt(20) == 0) {
            ByteArrayOutputStream zipped = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
                out.write(bytes);
            }
            bytes = zipped.toByteArray();
            if (random.nextBoolean()) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return bytes;
    }

    private static byte[] splice(byte[] bytes, int at, byte[] insert, int drop) {
        byte[] result = new byte[bytes.length + insert.length - drop];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(insert, 0, result, at, insert.length);
        System.arraycopy(bytes, at + drop, result, at + insert.length, bytes.length - at - drop);
        return result;
    }

    /** @return 1 if the file was readable */
    private static int check(byte[] bytes, Path file, SplittableRandom random) throws Exception {
        String whole = outcome(new Source.Stream("in", new ByteArrayInputStream(bytes)), 1);
        if (random.nextInt(3) == 0 || bytes.length > 1_000_000) {
            Files.write(file, bytes);
            String parts = outcome(new Source.File(file), 1 + random.nextInt(4)).replace(file.toString(), "in");
            if (!parts.equals(whole)) {
                throw new IllegalStateException("file and stream differ:\n" + parts + "\n" + whole);
            }
        }
        try {
            TruthTable.read(new Source.Stream("in", new ByteArrayInputStream(bytes)));
        } catch (InputException refused) {
            demand(refused);
        }
        RowFormat format = RowFormat.values()[random.nextInt(4)];
        try (RowReader rows = RowReader.open(new ByteArrayInputStream(bytes), format)) {
            long guard = 0;
            for (RowEvent event = rows.next(); event != null; event = rows.next()) {
                if (event.line() < 1 || guard++ > 10_000_000) {
                    throw new IllegalStateException("line " + event.line() + " of " + format);
                }
            }
        }
        return whole.startsWith("refused") ? 0 : 1;
    }

    private static String outcome(Source source, int threads) throws Exception {
        try {
            LabelTable table = LabelTable.read(
                    source,
                    dev.cupel.engine.votes.RepeatPolicy.KEEP_ALL,
                    reader -> reader.threads(threads).reporting(Progress.NONE));
            StringBuilder text = new StringBuilder();
            text.append(table.rows()).append(' ').append(table.rowsLeftOut());
            for (int i = 0; i < table.votes().size(); i++) {
                text.append(' ').append(table.votes().worker(i)).append(':').append(table.votes().label(i));
            }
            for (List<String> names : List.of(table.tasks().toList(), table.workers().toList(), table.classes().toList())) {
                text.append(names.size() > 500 ? names.hashCode() : names);
            }
            return text.toString();
        } catch (InputException refused) {
            demand(refused);
            return "refused " + refused.getMessage();
        }
    }

    private static void demand(InputException refused) {
        for (Finding problem : refused.findings()) {
            if (problem.where().isBlank() || problem.what().isBlank() || problem.fix().isBlank()) {
                throw new IllegalStateException("a problem without place or remedy: " + problem);
            }
        }
        if (refused.findings().size() > 21) {
            throw new IllegalStateException(refused.findings().size() + " problems");
        }
    }
}
