package dev.cupel.engine.structured;

/**
 * Fewest insertions, deletions and substitutions that turn one sequence into another (V. Levenshtein, Soviet Physics
 * Doklady 10, 1966). Time O(n*m), memory O(m).
 */
public final class EditDistance {
    private EditDistance() {}

    /** Between two sequences of symbols. */
    public static int of(int[] a, int[] b) {
        int[] row = new int[b.length + 1];
        for (int j = 0; j <= b.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length; j++) {
                int substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length];
    }

    /** Divided by the length of the longer one: 0 for equal sequences, 1 if nothing is shared. */
    public static double normalised(int[] a, int[] b) {
        int longer = Math.max(a.length, b.length);
        return longer == 0 ? 0 : (double) of(a, b) / longer;
    }

    /**
     * Edits of characters (code points) over those of the longer text, in [0, 1]. A distance for {@link
     * dev.cupel.engine.agreement.AnswerAgreement}.
     */
    public static double ofTexts(String a, String b) {
        return normalised(a.codePoints().toArray(), b.codePoints().toArray());
    }

    /** Edits of words over those of the longer text, in [0, 1]: the same for transcripts, where words count. */
    public static double ofWords(String a, String b) {
        java.util.Map<String, Integer> ids = new java.util.HashMap<>();
        return normalised(ids(a, ids), ids(b, ids));
    }

    /**
     * Word error rate: edits over words of {@code said} to reach {@code reference}, divided by the words of the reference
     * (by 1 if it has none). May exceed 1. Words are what is left between blanks; compare case and punctuation as you like
     * before.
     */
    public static double wordErrorRate(String said, String reference) {
        java.util.Map<String, Integer> ids = new java.util.HashMap<>();
        int[] a = ids(said, ids);
        int[] b = ids(reference, ids);
        return (double) of(a, b) / Math.max(1, b.length);
    }

    /**
     * Character error rate: edits over code points of {@code said} to reach {@code reference}, divided by the code points of
     * the reference (by 1 if it has none). May exceed 1.
     */
    public static double characterErrorRate(String said, String reference) {
        int[] b = reference.codePoints().toArray();
        return (double) of(said.codePoints().toArray(), b) / Math.max(1, b.length);
    }

    private static int[] ids(String text, java.util.Map<String, Integer> ids) {
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            return new int[0];
        }
        return java.util.Arrays.stream(stripped.split("\\s+", -1))
                .mapToInt(word -> ids.computeIfAbsent(word, key -> ids.size()))
                .toArray();
    }
}
