package dev.cupel.formats.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

final class NaturalOrderTest {
    @Test
    void digitsCountByValue() {
        List<String> names = new ArrayList<>(List.of("w10", "w2", "w1", "a", "w02", "w2b", "w"));
        names.sort(NaturalOrder.DIGITS_BY_VALUE);
        assertThat(names).containsExactly("a", "w", "w1", "w02", "w2", "w2b", "w10");
    }

    @Test
    void labelsAreSortedByValueOnlyIfAllAreNumbers() {
        assertThat(sorted("10", "9", "-1", "1e1")).containsExactly("-1", "9", "10", "1e1");
        assertThat(sorted("10", "9", "x")).containsExactly("10", "9", "x");
        assertThat(sorted("NaN", "1")).containsExactly("1", "NaN");
        assertThat(sorted("\ud83d\ude00", "\uff5e")).containsExactly("\uff5e", "\ud83d\ude00");
    }

    private static List<String> sorted(String... labels) {
        List<String> list = new ArrayList<>(List.of(labels));
        list.sort(NaturalOrder.valueOrder(i -> labels[i], labels.length));
        return list;
    }

    @Property(tries = 5000)
    void isATotalOrder(
            @ForAll @StringLength(max = 4) @CharRange(from = '0', to = '2') @CharRange(from = 'a', to = 'b') String a,
            @ForAll @StringLength(max = 4) @CharRange(from = '0', to = '2') @CharRange(from = 'a', to = 'b') String b,
            @ForAll @StringLength(max = 4) @CharRange(from = '0', to = '2') @CharRange(from = 'a', to = 'b') String c) {
        Comparator<String> order = NaturalOrder.DIGITS_BY_VALUE;
        assertThat(Integer.signum(order.compare(a, b))).isEqualTo(-Integer.signum(order.compare(b, a)));
        assertThat(order.compare(a, b) == 0).isEqualTo(a.equals(b));
        if (order.compare(a, b) <= 0 && order.compare(b, c) <= 0) {
            assertThat(order.compare(a, c)).isLessThanOrEqualTo(0);
        }
    }
}
