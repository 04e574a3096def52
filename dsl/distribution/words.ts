/** Common English words of three to eight lower-case letters, all different. */
export const words: ReadonlyArray<string> = `
act airport animal ankle answer apple apron arm artist ask autumn avenue baby bag bake ball balloon banana
band bank barn basket bath beach bean bear bed bee bell bench berry bicycle big bird birthday biscuit blanket
blossom blue board boat body bone book boot born bottle bowl box branch brave bread break breeze brick bridge
bright broad brother brown brush bubble bucket build bus butter button cabin cactus cake camel camera camp
canal candle canoe canyon cap car card carpet carrot carry cart castle cat cedar chair chalk cheese cherry
circle city class clean clear clever clock close cloth cloud clover coast coat coconut coffee cold color
compass cook cookie copper corn corner cotton cousin crayon creek crowd cup curtain daisy dance day deer
desert desk dinner dish doctor dog dolphin donkey door double dozen dragon draw dream dress drink drive drum
dry duck eagle earth east easy eat edge egg evening falcon family famous farm father feather fence fern finger
fire fish floor flour flower flute food foot forest fork fountain fox free friend frog front fruit game garden
gate gentle glass glove goat gold good goose grape grass gravel gray great green guest guitar hall hammer hand
handle harbor hat heart hedge helmet hen hidden hill history holiday home honey horse hour house island jacket
jar juice jungle kettle key kind kitchen kite knee ladder lake lamp lantern leaf lemon letter level library
light line lion lizard lunch machine magnet map maple marble market meadow melon milk mirror mitten money
monkey moon morning mother mountain mouse mouth move museum mushroom music neck needle nephew nest nice night
north olive onion orange orchard otter oven owl paddle page paint palace panda paper park parrot path pattern
peach peanut pear pebble pen pencil penguin pepper piano picture pigeon pillow pine planet plant plate plum
pocket pond potato puzzle queen question quick quiet rabbit race radio rain red rice river road rock rocket
roof rope rose saddle sailor salad salt sand sandwich school sea season seed sheep shelf ship shirt shoe shop
shoulder silver sister sky smooth snow soap soft sparrow spider spoon spring squirrel star station statue
stone store storm story stove stream street student sugar summer sun supper sweet swim table tail ticket tiger
tiny tomato towel tower town tractor train travel tree trip trumpet tulip tunnel turtle umbrella uncle valley
village violin visit wall walnut watch water wave weather week whale wheat wheel whistle white willow wind
window winter wolf woman wood wool world yard yellow zebra
`.trim().split(/\s+/)
