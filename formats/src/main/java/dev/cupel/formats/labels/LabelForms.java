package dev.cupel.formats.labels;

import dev.cupel.formats.columns.Names;
import dev.cupel.formats.text.NaturalOrder;
import dev.cupel.formats.text.NumberForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Spellings of one number are one label ({@link NumberForm}).
 */
final class LabelForms {
    private final Names names;
    /** Per old number the new one. */
    private final int[] newNumber;

    private final List<String> merged;

    private LabelForms(Names names, int[] newNumber, List<String> merged) {
        this.names = names;
        this.newNumber = newNumber;
        this.merged = merged;
    }

    /** One per label. */
    Names names() {
        return names;
    }

    /** Spellings that were taken as one, a sentence each without a full stop. */
    List<String> merged() {
        return merged;
    }

    /** Empty if every label stays what it is. */
    static Optional<LabelForms> of(Names labels, boolean decimalComma) {
        Map<String, List<Integer>> byForm = new HashMap<>();
        boolean changes = false;
        List<String> forms = new ArrayList<>(labels.size());
        for (int i = 0; i < labels.size(); i++) {
            String name = labels.get(i);
            String form = form(name, decimalComma);
            changes |= !form.equals(name);
            forms.add(form);
        }
        if (!changes) {
            return Optional.empty();
        }
        for (int i = 0; i < forms.size(); i++) {
            byForm.computeIfAbsent(forms.get(i), f -> new ArrayList<>(1)).add(i);
        }
        if (!decimalComma && byForm.size() == labels.size()) {
            return Optional.empty();
        }
        Map<String, String> spelling = new HashMap<>();
        List<String> merged = new ArrayList<>();
        byForm.forEach((form, members) -> {
            String first = labels.get(members.getFirst());
            spelling.put(form, decimalComma || members.size() > 1 ? form : first);
        });
        List<String> kept = new ArrayList<>(spelling.values());
        kept.sort(NaturalOrder.valueOrder(kept::get, kept.size()));
        Map<String, Integer> number = new HashMap<>();
        kept.forEach(name -> number.put(name, number.size()));
        int[] newNumber = new int[labels.size()];
        for (int i = 0; i < newNumber.length; i++) {
            newNumber[i] = number.getOrDefault(spelling.getOrDefault(forms.get(i), ""), 0);
        }
        for (String name : kept) {
            List<Integer> members = byForm.getOrDefault(form(name, false), List.of());
            if (members.size() > 1) {
                merged.add(String.join(
                                " and ",
                                members.stream().limit(4).map(labels::get).toList())
                        + " are the same number and were taken as one label, " + name);
            }
        }
        return Optional.of(new LabelForms(Names.of(kept), newNumber, merged));
    }

    /** What labels are compared by. */
    static String form(String name, boolean decimalComma) {
        return NumberForm.canonical(decimalComma ? NumberForm.fromDecimalComma(name) : name);
    }

    void renumber(int[] codes) {
        for (int i = 0; i < codes.length; i++) {
            codes[i] = newNumber[codes[i]];
        }
    }
}
