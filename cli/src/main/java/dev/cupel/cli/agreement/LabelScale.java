package dev.cupel.cli.agreement;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.agreement.AgreementOptions;
import dev.cupel.engine.agreement.AgreementOptions.Scale;
import dev.cupel.engine.agreement.Measure;
import dev.cupel.formats.labels.LabelTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the labels are to each other: names, an order, or numbers. The one place that decides what a distance or a
 * coefficient needs of them, and says why if it is missing.
 *
 * @param table with its classes in the order of the scale, unused ones too where they are declared
 * @param options with scale, numbers, names and declared classes
 */
record LabelScale(LabelTable table, AgreementOptions options) {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    /**
     * @param file where the labels stand, for messages
     * @param asked what {@code --distance} says
     * @param only the one coefficient of {@code --metric}
     * @param order the classes of {@code --order} from one end to the other, or none
     * @param declared the classes of {@code --classes}, or none
     * @throws InputException if the labels are not what the distance or the coefficient needs
     */
    static LabelScale of(
            String file,
            LabelTable read,
            Optional<Scale> asked,
            Optional<Measure> only,
            List<String> order,
            List<String> declared) {
        List<String> stated = stated(order, declared);
        LabelTable table = stated.isEmpty() ? read : renumbered(file, read, stated, order.isEmpty());
        List<String> classes = table.classes().toList();
        boolean numbers = classes.stream().allMatch(LabelScale::isNumber);
        Scale needed = only.map(Measure::scale).orElse(Scale.NOMINAL);
        Scale least = asked.isEmpty() && numbers && needed == Scale.ORDINAL && order.isEmpty()
                ? Scale.INTERVAL // weights by value, as alpha's
                : needed;
        Scale scale = asked.filter(a -> a.compareTo(least) > 0).orElse(least);
        String because = scale == asked.orElse(Scale.NOMINAL) && scale != needed
                ? "--distance " + word(scale)
                : "--metric " + only.map(Measure::key).orElse("");
        AgreementOptions options = AgreementOptions.DEFAULTS
                .withScale(scale)
                .withNames(classes, table.workers().toList())
                .withDeclaredClasses(
                        stated.isEmpty()
                                ? List.of()
                                : IntStream.range(0, classes.size()).boxed().toList());
        return new LabelScale(
                table,
                switch (scale) {
                    case NOMINAL -> options;
                    case ORDINAL -> {
                        if (!numbers && order.isEmpty()) {
                            throw new InputException(
                                    Code.CONTRADICTION,
                                    file,
                                    because + " needs an order, and the labels are words: " + some(classes),
                                    "say the order from one end to the other, for example --order low,medium,high");
                        }
                        yield options;
                    }
                    case INTERVAL, RATIO -> options.withClassValues(values(table, scale, because));
                });
    }

    private static List<String> stated(List<String> order, List<String> declared) {
        if (!order.isEmpty() && !declared.isEmpty() && !new HashSet<>(order).equals(new HashSet<>(declared))) {
            throw new InputException(
                    Code.CONTRADICTION,
                    "--order, --classes",
                    "name different classes",
                    "leave out --classes: --order declares the classes, too");
        }
        return order.isEmpty() ? declared : order;
    }

    /** @param byValue whether numbers are put in their order */
    private static LabelTable renumbered(String file, LabelTable read, List<String> stated, boolean byValue) {
        List<String> classes = byValue && stated.stream().allMatch(LabelScale::isNumber)
                ? stated.stream()
                        .sorted(Comparator.comparingDouble(Double::parseDouble))
                        .toList()
                : stated;
        return read.withClasses(classes, file, byValue ? "--classes" : "--order");
    }

    private static List<Double> values(LabelTable table, Scale scale, String because) {
        List<Double> values = new ArrayList<>();
        for (int c = 0; c < table.classes().size(); c++) {
            String name = table.classes().get(c);
            String where = table.lines().of(c);
            if (!isNumber(name)) {
                throw new InputException(
                        Code.BAD_NUMBER,
                        where,
                        "the label \"" + name + "\" is not a number, and " + because + " needs numbers",
                        "use --distance nominal, or --distance ordinal with --order");
            }
            double value = Double.parseDouble(name);
            if (scale == Scale.RATIO && value < 0) {
                throw new InputException(
                        Code.BAD_NUMBER,
                        where,
                        "the label \"" + name + "\" is below zero, and " + because
                                + " compares ratios, which have no meaning there",
                        "use --distance interval");
            }
            values.add(value);
        }
        return values;
    }

    private static boolean isNumber(String name) {
        return NUMBER.matcher(name).matches() && Double.isFinite(Double.parseDouble(name));
    }

    private static String word(Scale scale) {
        return scale.name().toLowerCase(Locale.ROOT);
    }

    private static String some(List<String> classes) {
        return classes.stream().limit(6).collect(Collectors.joining(", ")) + (classes.size() > 6 ? ", ..." : "");
    }
}
