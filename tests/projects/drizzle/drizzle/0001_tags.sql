ALTER TABLE `notes` ADD `tags` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
CREATE INDEX `notes_by_author` ON `notes` (`author`);
