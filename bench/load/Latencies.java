import java.util.Arrays;
import java.util.List;

/** Durations of one step, kept whole so that percentiles are exact. One thread each; merged at the end. */
final class Latencies {
    private long[] nanos = new long[1024];
    private int count;

    void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = duration;
    }

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    static Latencies merged(List<Latencies> parts) {
        Latencies all = new Latencies();
        for (Latencies part : parts) {
            for (int i = 0; i < part.count; i++) {
                all.add(part.nanos[i]);
            }
        }
        Arrays.sort(all.nanos, 0, all.count);
        return all;
    }

    /** Only on a merged one. */
    double ms(double quantile) {
        return count == 0 ? Double.NaN : nanos[(int) Math.min(count - 1, Math.floor(quantile * count))] / 1e6;
    }

    String summary() {
        return String.format("p50 %.1f  p95 %.1f  p99 %.1f  max %.1f ms", ms(.5), ms(.95), ms(.99), ms(1));
    }
}
