package dev.lockkeeper.web;

import java.io.IOException;
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

    @Bean
    MessageSource messageSource() throws IOException {
        ResourceBundleMessageSource source = new ResourceBundleMessageSource();
        source.setDefaultEncoding("UTF-8");
        source.setFallbackToSystemLocale(false);
        source.setBasenames(Arrays.stream(new PathMatchingResourcePatternResolver().getResources(FILES))
                .map(Resource::getFilename)
                .filter(name -> name != null && !name.contains("_"))
                .map(name -> "messages/" + name.replace(".properties", ""))
                .sorted()
                .toArray(String[]::new));
        return source;
    }
}
