package dev.cupel.server.release;

/**
 * Values as RFC 4180 quotes them, lines ending in LF. A value is data: one that begins with {@code =} stays as it is,
 * because a changed value would be a wrong label; whoever opens the file in a spreadsheet imports it as text.
 */
final class CsvText {
    private CsvText() {}

    static void append(StringBuilder line, String value) {
        boolean quote = !value.isEmpty() && needsQuotes(value);
        if (!quote) {
            line.append(value);
            return;
        }
        line.append('"');
        int from = 0;
        for (int at = value.indexOf('"'); at >= 0; at = value.indexOf('"', from)) {
            line.append(value, from, at + 1).append('"');
            from = at + 1;
        }
        line.append(value, from, value.length()).append('"');
    }

    private static boolean needsQuotes(String value) {
        if (value.charAt(0) == ' ' || value.charAt(value.length() - 1) == ' ') {
            return true;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                return true;
            }
        }
        return false;
    }
}
