import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How long from typing {@code ./cupel serve} until the first page is served: on an empty folder, and later.
 *
 * <pre>bench/load/run Starts [--first 3] [--later 5] [--demo]</pre>
 */
final class Starts {
    private Starts() {}

    public static void main(String[] arguments) throws Exception {
        Options options = new Options(arguments);
        List<String> extra = options.has("demo") ? List.of("--demo") : List.of();
        Path dir = Path.of(options.text("dir", System.getProperty("java.io.tmpdir")));
        Path root = Path.of(options.text("root", "."));
        List<Double> first = new ArrayList<>();
        List<Double> later = new ArrayList<>();
        for (int i = 0; i < options.number("first", 3); i++) {
            Path data = Files.createTempDirectory(dir, "cupel-start");
            try (Product product = new Product(root, data, extra)) {
                first.add(timed(product));
                product.stop();
                if (i == 0) {
                    for (int j = 0; j < options.number("later", 5); j++) {
                        later.add(timed(product));
                        product.stop();
                    }
                }
            } finally {
                deleteTree(data);
            }
        }
        System.out.printf("first start to usable page: %s s (bar: < 8)%n", summary(first));
        System.out.printf("later starts:               %s s (bar: < 4)%n", summary(later));
    }

    /** Seconds until the first page and the session call behind it are answered. */
    private static double timed(Product product) throws IOException, InterruptedException {
        long from = System.nanoTime();
        product.start();
        if (!product.awaitPath("/", 180) || !product.awaitPath(Api.ROOT + "/session", 10)) {
            throw new IOException("the server did not come up:\n" + product.said());
        }
        return (System.nanoTime() - from) / 1e9;
    }

    private static String summary(List<Double> seconds) {
        double[] sorted = seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return String.format("median %.2f (%s)", sorted[sorted.length / 2],
                String.join(", ", Arrays.stream(sorted).mapToObj(each -> String.format("%.2f", each)).toList()));
    }

    static void deleteTree(Path folder) throws IOException {
        if (folder == null || !Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path left, IOException problem) throws IOException {
                Files.deleteIfExists(left);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
