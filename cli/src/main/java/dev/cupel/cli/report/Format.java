package dev.cupel.cli.report;

import java.util.Locale;

/** How people see a number. Programs get all digits. */
public enum Format {
    /** 1,234. */
    WHOLE,
    TWO_DECIMALS,
    THREE_DECIMALS,
    FOUR_DECIMALS,
    /** As many digits as its size leaves meaning to: 1235, 12.35, 1.235, 1.235e-05. */
    BY_SIZE,
    /** By size, with a sign also where it is above zero. */
    SIGNED,
    /** 12 %. */
    PERCENT,
    /** 12.3 %. */
    PERMILLE;

    /** @param number finite */
    public String of(double number) {
        return switch (this) {
            case WHOLE -> text("%,d", Math.round(number));
            case TWO_DECIMALS -> text("%.2f", number);
            case THREE_DECIMALS -> text("%.3f", number);
            case FOUR_DECIMALS -> text("%.4f", number);
            case BY_SIZE -> bySize(number);
            case SIGNED -> (number > 0 ? "+" : "") + bySize(number);
            case PERCENT -> Math.round(100 * number) + " %";
            case PERMILLE -> text("%.1f %%", 100 * number);
        };
    }

    private static String bySize(double number) {
        double size = Math.abs(number);
        return size >= 1e9 || (size > 0 && size < 5e-4)
                ? text("%.3e", number)
                : text(size >= 1000 ? "%.0f" : size >= 10 ? "%.2f" : "%.3f", number);
    }

    private static String text(String pattern, Object number) {
        return String.format(Locale.ROOT, pattern, number);
    }
}
