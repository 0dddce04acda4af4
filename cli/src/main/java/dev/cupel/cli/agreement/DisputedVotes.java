package dev.cupel.cli.agreement;

import dev.cupel.engine.agreement.AgreementReport.ItemAgreement;
import dev.cupel.formats.columns.Names;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The votes on a task in words: "3 × cat, 2 × dog". */
final class DisputedVotes {
    private DisputedVotes() {}

    static String of(ItemAgreement item, Names classes) {
        List<String> parts = new ArrayList<>();
        item.votesByClass().entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder()))
                .forEach(e -> parts.add(e.getValue() + " × " + classes.get(e.getKey())));
        return String.join(", ", parts);
    }
}
