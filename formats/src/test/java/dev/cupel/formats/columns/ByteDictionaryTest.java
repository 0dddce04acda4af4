package dev.cupel.formats.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

final class ByteDictionaryTest {
    @Property
    void numbersAreThoseOfFirstAppearance(
            @ForAll @Size(max = 300)
                    List<@NotEmpty @StringLength(max = 30) @CharRange(from = 'a', to = 'c') String> names) {
        ByteDictionary dictionary = new ByteDictionary();
        Map<String, Integer> obvious = new HashMap<>();
        for (String name : names) {
            int expected = obvious.computeIfAbsent(name, unused -> obvious.size());
            assertThat(intern(dictionary, name)).isEqualTo(expected);
            assertThat(dictionary.text(expected)).isEqualTo(name);
        }
        assertThat(dictionary.size()).isEqualTo(obvious.size());
    }

    @Test
    void aHundredThousandNamesOfEveryLengthAreKeptApart() {
        ByteDictionary dictionary = new ByteDictionary();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 100_000; i++) {
                assertThat(intern(dictionary, "name".repeat(i % 5) + Integer.toString(i, 36)))
                        .isEqualTo(i);
            }
        }
    }

    @Test
    void bytesBehindANameDoNotMatter() {
        ByteDictionary dictionary = new ByteDictionary();
        byte[] bytes = "abcdefghijklmnopqrstuvwxyz0123456789".getBytes(StandardCharsets.UTF_8);
        for (int length = 1; length <= 15; length++) {
            int id = dictionary.intern(bytes, 2, length);
            byte[] other = Arrays.copyOf(Arrays.copyOfRange(bytes, 2, 2 + length), length + 16);
            assertThat(dictionary.find(other, 0, length)).isEqualTo(id);
        }
    }

    private static int intern(ByteDictionary dictionary, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return dictionary.intern(Arrays.copyOf(bytes, bytes.length + ByteDictionary.SLACK), 0, bytes.length);
    }
}
