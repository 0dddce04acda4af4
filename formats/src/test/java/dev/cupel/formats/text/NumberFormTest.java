package dev.cupel.formats.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NumberFormTest {
    @ParameterizedTest
    @CsvSource({
        "1.0,1",
        "+1,1",
        "1e0,1",
        "-0.0,0",
        "1.50,1.5",
        "01,01",
        "1_0,1_0",
        "12345678901234567.0,12345678901234567"
    })
    void spellingsOfOneNumberAreOneAndLeadingZerosMakeACode(String text, String canonical) {
        assertThat(NumberForm.canonical(text)).isEqualTo(canonical);
    }

    @Property
    void aSpellingStaysTheSameNumber(@ForAll double number) {
        if (Double.isFinite(number)) {
            String canonical = NumberForm.canonical(String.valueOf(number));
            assertThat(Double.parseDouble(canonical)).isEqualTo(number == 0 ? 0.0 : number);
            assertThat(NumberForm.canonical(canonical)).isEqualTo(canonical);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"3,5|3.5", "1.250,5|1250.5", "1.200|1200", "3.5|3.5", "1.25,0|1.25,0", "-2,0|-2.0", ",5|,5"})
    void aDecimalCommaIsReadStrictly(String text, String point) {
        assertThat(NumberForm.fromDecimalComma(text)).isEqualTo(point);
    }
}
