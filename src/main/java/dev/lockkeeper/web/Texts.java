package dev.lockkeeper.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The texts of the pages: {@code frontend/messages/PAGE.properties}, whose keys begin with the name of the file. A translation stands
 * beside it as {@code PAGE_de.properties}; what is not translated is English.
 */
@Configuration(proxyBeanMethods = false)
class Texts {
    private static final String FILES = "classpath:messages/*.properties";

    /** One for all, as the files are of the program and do not change; {@link Words} reads it too. */
    static final MessageSource SOURCE = source();

    @Bean
    MessageSource messageSource() {
        return SOURCE;
    }

    private static MessageSource source() {
        ResourceBundleMessageSource source = new ResourceBundleMessageSource();
        source.setDefaultEncoding("UTF-8");
        source.setFallbackToSystemLocale(false);
        source.setBasenames(names());
        return source;
    }

    private static String[] names() {
        try {
            return Arrays.stream(new PathMatchingResourcePatternResolver().getResources(FILES))
                    .map(Resource::getFilename)
                    .filter(name -> name != null && !name.contains("_"))
                    .map(name -> "messages/" + name.replace(".properties", ""))
                    .sorted()
                    .toArray(String[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException("the texts of the pages cannot be read", e);
        }
    }
}
