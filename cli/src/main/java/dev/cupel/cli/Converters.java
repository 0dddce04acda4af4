package dev.cupel.cli;

import dev.cupel.engine.answer.Question;
import dev.cupel.formats.nativeform.PlainQuestion;
import dev.cupel.formats.nativeform.SpanUnit;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What words on the command line mean. The parser's own messages name Java's types and constants. */
final class Converters {
    private Converters() {}

    static void register(CommandLine line) {
        ITypeConverter<Integer> whole = number(Integer::valueOf, "is no whole number, or too large a one");
        line.registerConverter(int.class, whole);
        line.registerConverter(Integer.class, whole);
        line.registerConverter(long.class, number(Long::valueOf, "is no whole number, or too large a one"));
        line.registerConverter(double.class, number(Double::valueOf, "is not a number"));
        line.registerConverter(Question.Structured.class, oneOf(PlainQuestion.all(), PlainQuestion::kind));
        line.registerConverter(SpanUnit.class, oneOf(List.of(SpanUnit.values()), SpanUnit::key));
    }

    private static <N> ITypeConverter<N> number(Function<String, N> read, String complaint) {
        return word -> {
            try {
                return read.apply(word);
            } catch (NumberFormatException none) {
                throw new TypeConversionException("'" + word + "' " + complaint);
            }
        };
    }

    private static <E> ITypeConverter<E> oneOf(List<E> known, Function<? super E, String> key) {
        return word -> known.stream()
                .filter(one -> key.apply(one).equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "'" + word + "' is none of " + known.stream().map(key).collect(Collectors.joining(", "))));
    }
}
