package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"[a](javascript:alert(1))", "[a](data:text/html;base64,eA==)", "![a](data:image/svg+xml,x)"})
    void aLinkThatIsNeitherWebNorMailLosesItsAddress(String markdown) {
        assertThat(Markdown.html(markdown)).doesNotContain("javascript:", "data:");
        assertThat(Markdown.html("[a](https://example.org/b)")).contains("href=\"https://example.org/b\"");
    }
}
