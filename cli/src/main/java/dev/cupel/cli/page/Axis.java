package dev.cupel.cli.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A scale from values to percent of a plot's width or height.
 *
 * @param title what is measured, with its unit
 * @param low value at 0 %
 * @param high value at 100 %, above {@code low}
 * @param logarithmic whether equal factors are equally far apart; then {@code low} is above 0
 */
public record Axis(String title, double low, double high, boolean logarithmic) {
    public Axis {
        if (!(high > low) || (logarithmic && !(low > 0))) {
            throw new IllegalArgumentException("no axis from " + low + " to " + high);
        }
    }

    public static Axis of(String title, double low, double high) {
        return new Axis(title, low, high, false);
    }

    /** From the least to the largest of the values, with a little room on both sides. */
    public static Axis around(String title, DoubleStream values, boolean logarithmic) {
        double[] known = values.filter(Double::isFinite)
                .filter(v -> !logarithmic || v > 0)
                .toArray();
        double least = DoubleStream.of(known).min().orElse(logarithmic ? 1 : 0);
        double most = DoubleStream.of(known).max().orElse(1);
        if (logarithmic) {
            // A single value stands in the middle, with room for a tick or two around it.
            double room = most / least < 1.5 ? 2 : Math.pow(most / least, 0.03);
            return new Axis(title, least / room, most * room, true);
        }
        double room = most > least ? (most - least) * 0.03 : Math.max(1e-9, Math.abs(most) * 0.1 + (most == 0 ? 1 : 0));
        return new Axis(title, least - room, most + room, false);
    }

    /** Where a value lies; what is beyond the axis lies at its end. */
    double percent(double value) {
        double share = logarithmic
                ? (Math.log(Math.max(low, value)) - Math.log(low)) / (Math.log(high) - Math.log(low))
                : (value - low) / (high - low);
        return 100 * Math.max(0, Math.min(1, share));
    }

    /** Round values within the axis, about so many. */
    List<Double> ticks(int about) {
        List<Double> ticks = new ArrayList<>();
        if (logarithmic) {
            int first = (int) Math.ceil(Math.log10(low) - 1e-9);
            int last = (int) Math.floor(Math.log10(high) + 1e-9);
            int step = Math.max(1, (last - first + 1) / about);
            boolean halves = last - first < 1;
            for (int decade = first - 1; decade <= last; decade += step) {
                for (double factor : halves ? new double[] {1, 2, 5} : new double[] {1}) {
                    double tick = factor * Math.pow(10, decade);
                    if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) {
                        ticks.add(tick);
                    }
                }
            }
            return ticks;
        }
        double rough = (high - low) / about;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power * (rough / power < 1.5 ? 1 : rough / power < 3.5 ? 2 : rough / power < 7.5 ? 5 : 10);
        for (double i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
            ticks.add(i == 0 ? 0.0 : i * step);
        }
        return ticks;
    }

    /** A value with as many digits as the axis can tell apart. */
    String figure(double value) {
        if (logarithmic) {
            return value >= 100 || value == Math.rint(value)
                    ? String.format(Locale.ROOT, "%,d", Math.round(value))
                    : String.format(Locale.ROOT, "%.3g", value);
        }
        int decimals = (int) Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(high - low))));
        String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}
