package dev.lockkeeper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the program. */
@SpringBootApplication
public class Lockkeeper {

    public static void main(String[] args) {
        SpringApplication.run(Lockkeeper.class, args);
    }
}
