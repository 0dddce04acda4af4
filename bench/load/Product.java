import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One {@code ./cupel serve} on its own folder and port, which can be started, stopped and killed. */
final class Product implements AutoCloseable {
    private static final Pattern SET_UP = Pattern.compile("https?://\\S+/setup#(\\S+)");

    final Path cupel;
    final Path data;
    final int port;
    final URI base;
    private final List<String> extra;
    private Process process;
    private CompletableFuture<String> setUpToken = new CompletableFuture<>();
    private final StringBuilder said = new StringBuilder();

    Product(Path root, Path data, List<String> extra) throws IOException {
        this.cupel = root.resolve("cupel").toAbsolutePath();
        this.data = data;
        this.extra = extra;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        this.base = URI.create("http://127.0.0.1:" + port);
    }

    void start() throws IOException {
        List<String> command = new ArrayList<>(List.of(cupel.toString(), "serve", "--port", "" + port, "--data", data.toString()));
        command.addAll(extra);
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Process started = process;
        Thread reader = new Thread(() -> {
            try (BufferedReader lines = new BufferedReader(
                    new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    synchronized (said) {
                        said.append(line).append('\n');
                        if (said.length() > 200_000) {
                            said.delete(0, 100_000);
                        }
                    }
                    Matcher link = SET_UP.matcher(line);
                    if (link.find()) {
                        setUpToken.complete(link.group(1));
                    }
                }
            } catch (IOException gone) {
                // the process was killed
            }
        }, "product-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Everything the server printed lately, for the reader of a failure. */
    String said() {
        synchronized (said) {
            return said.toString();
        }
    }

    String setUpToken(int seconds) throws IOException, InterruptedException {
        try {
            return setUpToken.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException | java.util.concurrent.ExecutionException none) {
            throw new IOException("no set-up link after " + seconds + " s; the server said:\n" + said(), none);
        }
    }

    /** Waits until the server answers that it and its database are up; false after the given time. */
    boolean awaitUp(int seconds) throws InterruptedException {
        return awaitPath("/health/ready", seconds);
    }

    boolean awaitPath(String path, int seconds) throws InterruptedException {
        long until = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < until) {
            try (Http http = new Http(base, 3_000)) {
                if (http.get(path, null).status() == 200) {
                    return true;
                }
            } catch (IOException notYet) {
                if (process != null && !process.isAlive()) {
                    return false;
                }
            }
            Thread.sleep(10);
        }
        return false;
    }

    /** The Java process: the launcher itself if it replaces itself by Java, else its child. */
    ProcessHandle java() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(handle -> handle.info().command().map(name -> name.endsWith("/java")).orElse(false))
                .findFirst()
                .orElse(process.toHandle());
    }

    /** The embedded PostgreSQL's first process, by the pid file it keeps in its folder. */
    Optional<ProcessHandle> postmaster() throws IOException {
        try (Stream<Path> files = Files.find(data, 4, (path, a) -> path.endsWith("postmaster.pid"))) {
            Optional<Path> file = files.findFirst();
            if (file.isEmpty()) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(file.get());
            return lines.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(lines.getFirst().trim()));
        } catch (java.io.UncheckedIOException | java.nio.file.NoSuchFileException changing) {
            return Optional.empty();
        }
    }

    /** SIGKILL, to the server alone: its database is left as it is. */
    void kill() throws InterruptedException {
        ProcessHandle java = java();
        java.destroyForcibly();
        process.destroyForcibly();
        process.waitFor();
        while (java.isAlive()) {
            Thread.sleep(2);
        }
    }

    boolean alive() {
        return process != null && process.isAlive();
    }

    /** Ctrl-C. */
    void stop() throws InterruptedException {
        if (!alive()) {
            return;
        }
        java().destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            System.out.println("the server did not stop within 30 s of SIGTERM; it is killed");
            kill();
        }
    }

    /** Resident memory of the Java process in MiB, now and at its highest. */
    long[] residentMiB() {
        try {
            long now = 0;
            long high = 0;
            for (String line : Files.readAllLines(Path.of("/proc/" + java().pid() + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    now = kib(line) / 1024;
                } else if (line.startsWith("VmHWM:")) {
                    high = kib(line) / 1024;
                }
            }
            return new long[] {now, high};
        } catch (IOException noProc) {
            return new long[] {0, 0};
        }
    }

    /** Processor time used so far by the Java process and by PostgreSQL's living processes, in nanoseconds. */
    long[] processorNanos() throws IOException {
        long database = 0;
        Optional<ProcessHandle> postmaster = postmaster();
        if (postmaster.isPresent()) {
            database = Stream.concat(postmaster.stream(), postmaster.get().descendants())
                    .mapToLong(Product::processorNanos)
                    .sum();
        }
        return new long[] {processorNanos(java()), database};
    }

    private static long processorNanos(ProcessHandle handle) {
        return handle.info().totalCpuDuration().map(java.time.Duration::toNanos).orElse(0L);
    }

    private static long kib(String line) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
    }

    @Override
    public void close() {
        try {
            stop();
            Optional<ProcessHandle> left = postmaster();
            if (left.isPresent() && left.get().isAlive()) {
                System.out.println("PostgreSQL outlived the server; it is stopped");
                left.get().destroy();
            }
        } catch (IOException | InterruptedException e) {
            System.out.println("cleaning up: " + e);
        }
    }
}
